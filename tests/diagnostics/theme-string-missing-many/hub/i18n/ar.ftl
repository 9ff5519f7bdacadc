tide-high = المدّ
