# What this theme says beyond hubgen's own words, which lie beneath these. $n is a number and chooses the plural.
menu-close = Close the menu
more-dates =
    { $n ->
        [one] One more date
       *[other] { $n } more dates
    }
rules-count =
    { $n ->
        [one] { $n } rule
       *[other] { $n } rules
    }
cite = Each rule has a number and an address of its own: quote it by either.
