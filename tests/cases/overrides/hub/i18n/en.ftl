home = Start
