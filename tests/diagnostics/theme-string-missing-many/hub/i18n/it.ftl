language-name = Italiano
home = Inizio
