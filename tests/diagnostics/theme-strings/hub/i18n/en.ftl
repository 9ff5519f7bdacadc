home = Start
menu { = Menu
