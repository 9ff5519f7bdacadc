tide-high = High water
tide-low = Low water
tide-slack = Slack water
tide-spring = Spring tide
tide-neap = Neap tide
tide-table = All tides
