# Words of the interface. Variables: $n, $page, $pages and $count are numbers and choose the plural;
# all others are ready to print (dates and times are in the language already).

## The language, in its own words
language-name = English

## Around every page
skip = Skip to the text
menu = Menu
languages = Languages
breadcrumbs = You are here
home = Home
search = Search
subscribe = Subscribe
join-us = Join us
groups = Our groups
this-page = This page
edit = Edit this page
suggest = Suggest a change
source = Source of this site
to-top = Back to the top
paper = Paper
paper-auto = As my device
paper-light = White
paper-dark = Black
page-title = { $page } · { $site }
redirect-title = This page has moved
card-alt = Card of { $hub }: { $what }
opens-elsewhere = on another site

## Sections and lists
section-events = Events
section-past-events = Past events
section-calendar = Calendar
section-guidelines = Guidelines
section-members = Members
section-spotlights = Spotlights
section-faq = Questions
pages-plain = Pages
list-tag = { $name }
list-audience = For: { $name }
list-group = { $name }
list-kind = { $name }
list-tags = Tags
list-audiences = For whom
list-kinds = Kinds of events
list-groups = Groups
list-count =
    { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
as-month = As a month on one sheet
to-past = What has been
to-upcoming = What is coming
pages = Pages of this list
page-of = Page { $page } of { $pages }
page-previous = Previous page
page-next = Next page
nothing-here = Nothing here yet.
nothing-upcoming = Nothing is fixed yet. Subscribe, and you will hear of the next date first.

## Home
home-next = What is on
home-about = Who we are
home-posts = Just written
home-spotlights = One of us
home-people = New among us
home-house = How we do things
all-events = All events
all-posts = All posts
all-members = Everyone here
all-spotlights = All spotlights

## Dates and times
date-range = { $start } – { $end }
date-at-time = { $date }, { $time }
time-range = { $start }–{ $end }
month-not-fixed = { $month }, day to be announced
month-year = { $month } { $year }
zone-time =
    { $zone ->
        [UTC] { $zone }
       *[other] { $zone } time
    }
your-time = { $time } your time
day-open = Day to be announced
all-day = All day
until = until
on-now = On now
over = This is over
months = Other months
planned = announced, not yet published
planned-legend = In grey: announced, and not yet published.
month-count =
    { $n ->
        [0] Nothing this month
        [one] { $n } date
       *[other] { $n } dates
    }

## How often: rules in words, put together from the inside out: the days, how often, the time, until when.
## $n chooses the plural or is written out; $day (mo, tu, we, th, fr, sa, su), $number (of a month), $hour and $place (a zone,
## `-` for `/`; UTC for what is no place) are there to choose forms by. Names come from CLDR: replace those whose form is wrong.
rhythm-daily =
    { $n ->
        [1] every day
        [2] every second day
       *[other] every { $n } days
    }
rhythm-working-days = every day from Monday to Friday
rhythm-weekday = { $weekday }
rhythm-each-week = every { $days }
rhythm-on-weekday = { $weekday }
rhythm-weekly =
    { $n ->
        [2] every second week on { $days }
       *[other] every { $n } weeks on { $days }
    }
rhythm-day =
    { $n ->
        [1] the { $n }st
        [2] the { $n }nd
        [3] the { $n }rd
        [21] the { $n }st
        [22] the { $n }nd
        [23] the { $n }rd
        [31] the { $n }st
       *[other] the { $n }th
    }
rhythm-last-day = the last day
rhythm-working-day =
    { $n ->
        [1] the first working day
       *[last] the last working day
    }
rhythm-nth =
    { $n ->
        [1] the first
        [2] the second
        [3] the third
        [4] the fourth
        [5] the fifth
       *[last] the last
    }
rhythm-nth-weekday = { $nth } { $weekday }
rhythm-monthly =
    { $n ->
        [1] every month on { $days }
        [2] every second month on { $days }
       *[other] every { $n } months on { $days }
    }
rhythm-date = { $date }
rhythm-of-year = { $days } of the year
rhythm-of-month = { $month }
rhythm-of-months = { $days } of { $months }
rhythm-yearly =
    { $n ->
        [1] every year on { $days }
        [2] every second year on { $days }
       *[other] every { $n } years on { $days }
    }
rhythm-in-month = { $month }
rhythm-in-months = { $rhythm } in { $months }
rhythm-in-some-months = { $rhythm } (in months that have it)
rhythm-in-some-years = { $rhythm } (in years that have it)
rhythm-at =
    { $place ->
        [UTC] { $rhythm }, { $time } { $zone }
       *[other] { $rhythm }, { $time } { $zone } time
    }
rhythm-until = { $rhythm }, until { $date }
rhythm-times =
    { $n ->
        [2] { $rhythm }, twice
        [3] { $rhythm }, three times
        [4] { $rhythm }, four times
        [5] { $rhythm }, five times
        [6] { $rhythm }, six times
        [7] { $rhythm }, seven times
        [8] { $rhythm }, eight times
        [9] { $rhythm }, nine times
        [10] { $rhythm }, ten times
        [12] { $rhythm }, twelve times
       *[other] { $rhythm }, { $n } times
    }

## Events
when = When
where = Where
how-to-come = How to come
afterwards = Afterwards
online = Online
join-online = Join online
online-on-registration = You get the address when you register.
map = Show on a map
dates = Dates
next-date = Next date
no-more-dates = No further date is fixed.
later-dates =
    { $n ->
        [one] { $n } later date
       *[other] { $n } later dates
    }
past-dates =
    { $n ->
        [one] { $n } date has been
       *[other] { $n } dates have been
    }
moved-from = Instead of { $date }
add-file = As a file
subscribe-all = Subscribe to all dates
register = Register
add-to-calendar = Add to my calendar
places =
    { $n ->
        [one] { $n } place
       *[other] { $n } places
    }
came =
    { $n ->
        [one] { $n } person came
       *[other] { $n } people came
    }
recording = Watch the recording
slides = See the slides
kind = Kind
group = Group
hosts =
    { $n ->
        [one] Host
       *[other] Hosts
    }
speakers =
    { $n ->
        [one] Speaker
       *[other] Speakers
    }
posts-about = Written about it
status-cancelled = Cancelled
status-postponed = Postponed
status-tentative = Not certain yet

## Posts
minutes =
    { $n ->
        [one] { $n } minute to read
       *[other] { $n } minutes to read
    }
by = by
published-at = Go to where it was published
the-event = The event
older = Before this
newer = After this
neighbours = Posts before and after
contents = On this page
updated = Last changed
for-whom = For
tags = Tags
follow = Follow

## Guidelines
version = Version
in-force = In force since
reviewed = Last reviewed
applies-to = Applies to:
in-brief = In brief
rule = Rule { $number }
cite-as = Cite as
cite = { $title }, rule { $number }
cite-version = { $title }, version { $version }, rule { $number }
whom-to-tell = Whom to tell
report = Make a report
answers-in = answers in
website = Website
changes = What has changed
based-on = Based on

## Members and spotlights
lives-in = Lives in
here-since = Here since
speaks = Speaks
ask-about = Ask me about
thanks-for = Thanks for
elsewhere = Elsewhere
member-wrote = Written
member-hosts = Hosts
member-speaks = Speaks at
member-spotlights = In the spotlight

## Questions
category = Topic
open-all = Open all
close-all = Close all
link-here = Link to this answer
copy-address = Copy the address
copied = Copied

## Feeds
feed-title = { $title }
feed-calendar = Calendar
calendars = Calendars
news = News
sections = Sections
section-groups = Groups
subscribe-here = Subscribe
address = Address
subscribe-calendars = A calendar keeps itself up to date: new dates, changes and cancellations arrive in it by themselves. Take everything, or only what is yours. “Subscribe” opens the calendar of your phone or computer; where that does not work, copy the address and add it there under “subscribe” or “from URL”.
subscribe-feeds = With a feed reader you see what is new here without an account and without being followed. RSS, Atom and JSON Feed carry the same; take whichever your reader likes.

## Search
search-for = What are you looking for?
search-keys = The key / leads here, the arrow keys through the results; Esc begins anew.
search-narrow = Narrow it down
search-type = What it is
search-posts = Posts
search-when = When
search-coming = To come
search-past = Has been
search-language = Language
search-any = All
search-found =
    { $n ->
        [0] Nothing found. Try fewer words, or others.
        [one] { $n } result
       *[other] { $n } results
    }
search-more = More results
search-failed = The search cannot be reached just now. Are you connected? Try again in a moment.
search-without-script = Searching needs JavaScript, which is off here. These lists hold all there is:

## Inside texts
alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
task-done = done
task-open = to do
footnotes = Footnotes
footnote-back = Back to the reference

## Not found
not-found-title = This page is not here
not-found-text = It may have moved, or the address has a slip of the pen. The way home is short.

## Previews only: why something is not public
ribbon-draft = Draft: not public
ribbon-planned = Planned: not public
ribbon-idea = An idea: not public
ribbon-writing = Being written: not public
ribbon-review = In review: not public
ribbon-ready = Ready: waiting for its date
ribbon-dropped = Dropped: not public
ribbon-scheduled = Goes public on { $date }
ribbon-withheld = Withheld: consent is missing

## Inside texts
table = Table
