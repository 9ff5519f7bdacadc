# Λόγια της διεπαφής. Οι μεταβλητές $n, $page και $pages είναι αριθμοί και διαλέγουν τον πληθυντικό·
# οι υπόλοιπες έρχονται έτοιμες για εκτύπωση.

## Η γλώσσα, με το όνομά της
language-name = Ελληνικά

## Γύρω από κάθε σελίδα
skip = Κατευθείαν στο κείμενο
menu = Μενού
languages = Γλώσσες
breadcrumbs = Βρίσκεστε εδώ
home = Αρχική
search = Αναζήτηση
subscribe = Συνδρομή
join-us = Ελάτε κι εσείς
groups = Οι ομάδες μας
this-page = Αυτή η σελίδα
edit = Επεξεργασία της σελίδας
suggest = Προτείνετε μια διόρθωση
source = Ο κώδικας του ιστοτόπου
to-top = Πίσω στην κορυφή
paper = Χαρτί
paper-auto = Όπως η συσκευή
paper-light = Λευκό
paper-dark = Μαύρο
page-title = { $page } · { $site }
redirect-title = Η σελίδα έχει μετακινηθεί
card-alt = Κάρτα ({ $hub }): { $what }
opens-elsewhere = σε άλλον ιστότοπο

## Ενότητες και κατάλογοι
section-events = Εκδηλώσεις
section-past-events = Περασμένες εκδηλώσεις
section-calendar = Ημερολόγιο
section-guidelines = Κανόνες
section-members = Μέλη
section-spotlights = Πρόσωπα
section-faq = Ερωτήσεις
pages-plain = Σελίδες
list-tag = { $name }
list-audience = Για: { $name }
list-group = { $name }
list-kind = { $name }
list-tags = Ετικέτες
list-audiences = Για ποιους
list-kinds = Είδη εκδηλώσεων
list-groups = Ομάδες
list-count =
    { $n ->
        [one] { $n } καταχώριση
       *[other] { $n } καταχωρίσεις
    }
as-month = Ο μήνας σε ένα φύλλο
to-past = Όσα έγιναν
to-upcoming = Όσα έρχονται
pages = Σελίδες του καταλόγου
page-of = Σελίδα { $page } από { $pages }
page-previous = Προηγούμενη σελίδα
page-next = Επόμενη σελίδα
nothing-here = Εδώ δεν υπάρχει τίποτα ακόμη.
nothing-upcoming = Δεν έχει οριστεί κάτι ακόμη. Γραφτείτε συνδρομητές και θα μάθετε πρώτοι την επόμενη ημερομηνία.

## Αρχική σελίδα
home-next = Τι έρχεται
home-about = Ποιοι είμαστε
home-posts = Μόλις γράφτηκαν
home-spotlights = Ένας από εμάς
home-people = Καινούργια πρόσωπα
home-house = Πώς πορευόμαστε
all-events = Όλες οι εκδηλώσεις
all-posts = Όλα τα άρθρα
all-members = Όλα τα μέλη
all-spotlights = Όλα τα πρόσωπα

## Ημερομηνίες και ώρες
date-range = { $start } – { $end }
date-at-time = { $date }, { $time }
time-range = { $start }–{ $end }
month-not-fixed = { $month }, η ημέρα θα ανακοινωθεί
month-year = { $month } { $year }
zone-time = ώρα: { $zone }
your-time = { $time } δική σας ώρα
day-open = Η ημέρα θα ανακοινωθεί
all-day = Όλη την ημέρα
until = έως
on-now = Τώρα
over = Έχει περάσει
months = Άλλοι μήνες
planned = έχει αναγγελθεί, δεν έχει δημοσιευτεί
planned-legend = Με γκρι: όσα έχουν αναγγελθεί και δεν έχουν δημοσιευτεί ακόμη.
month-count =
    { $n ->
        [0] Τίποτα αυτόν τον μήνα
        [one] { $n } ημερομηνία
       *[other] { $n } ημερομηνίες
    }

## Πόσο συχνά: κανόνες επανάληψης με λόγια. Τα $day, $number, $hour και $place υπάρχουν μόνο για να διαλέγουν τύπο.
rhythm-daily =
    { $n ->
        [1] κάθε μέρα
        [2] κάθε δεύτερη μέρα
       *[other] κάθε { $n } μέρες
    }
rhythm-working-days = κάθε μέρα από Δευτέρα μέχρι Παρασκευή
rhythm-weekday = { $weekday }
rhythm-each-week = κάθε { $days }
rhythm-on-weekday =
    { $day ->
        [mo] τη { $weekday }
        [sa] το { $weekday }
       *[other] την { $weekday }
    }
rhythm-weekly =
    { $n ->
        [2] κάθε δεύτερη εβδομάδα { $days }
       *[other] κάθε { $n } εβδομάδες { $days }
    }
rhythm-day =
    { $n ->
        [1] την { $n }η
       *[other] στις { $n }
    }
rhythm-last-day = την τελευταία ημέρα
rhythm-working-day =
    { $n ->
        [1] την πρώτη εργάσιμη ημέρα
       *[last] την τελευταία εργάσιμη ημέρα
    }
rhythm-nth =
    { $day ->
        [sa] { $n ->
            [1] το πρώτο
            [2] το δεύτερο
            [3] το τρίτο
            [4] το τέταρτο
            [5] το πέμπτο
           *[last] το τελευταίο
        }
       *[other] { $n ->
            [1] την πρώτη
            [2] τη δεύτερη
            [3] την τρίτη
            [4] την τέταρτη
            [5] την πέμπτη
           *[last] την τελευταία
        }
    }
rhythm-nth-weekday = { $nth } { $weekday }
rhythm-monthly =
    { $n ->
        [1] κάθε μήνα { $days }
        [2] κάθε δεύτερο μήνα { $days }
       *[other] κάθε { $n } μήνες { $days }
    }
rhythm-date =
    { $day ->
        [1] την { $date }
       *[other] στις { $date }
    }
rhythm-of-year = { $days } του έτους
rhythm-of-month = του { $month }
rhythm-of-months = { $days } { $months }
rhythm-yearly =
    { $n ->
        [1] κάθε χρόνο { $days }
        [2] κάθε δεύτερο χρόνο { $days }
       *[other] κάθε { $n } χρόνια { $days }
    }
rhythm-in-month =
    { $number ->
        [1] τον Ιανουάριο
        [2] τον Φεβρουάριο
        [3] τον Μάρτιο
        [4] τον Απρίλιο
        [5] τον Μάιο
        [6] τον Ιούνιο
        [7] τον Ιούλιο
        [8] τον Αύγουστο
        [9] τον Σεπτέμβριο
        [10] τον Οκτώβριο
        [11] τον Νοέμβριο
        [12] τον Δεκέμβριο
       *[other] { $month }
    }
rhythm-in-months = { $rhythm } { $months }
rhythm-in-some-months = { $rhythm } (στους μήνες που υπάρχει)
rhythm-in-some-years = { $rhythm } (στα έτη που υπάρχει)
rhythm-at =
    { $rhythm }, { $hour ->
        [1] στη
       *[other] στις
    } { $time } ({ $place ->
        [UTC] ώρα { $zone }
        [Africa-Cairo] ώρα Καΐρου
        [Africa-Casablanca] ώρα Καζαμπλάνκας
        [Africa-Tunis] ώρα Τύνιδας
        [America-Los_Angeles] ώρα Λος Άντζελες
        [America-New_York] ώρα Νέας Υόρκης
        [Asia-Beirut] ώρα Βηρυτού
        [Asia-Nicosia] ώρα Λευκωσίας
        [Europe-Amsterdam] ώρα Άμστερνταμ
        [Europe-Athens] ώρα Αθήνας
        [Europe-Berlin] ώρα Βερολίνου
        [Europe-Brussels] ώρα Βρυξελλών
        [Europe-Istanbul] ώρα Κωνσταντινούπολης
        [Europe-Lisbon] ώρα Λισαβόνας
        [Europe-London] ώρα Λονδίνου
        [Europe-Madrid] ώρα Μαδρίτης
        [Europe-Paris] ώρα Παρισιού
        [Europe-Rome] ώρα Ρώμης
        [Europe-Vienna] ώρα Βιέννης
       *[other] ώρα: { $zone }
    })
rhythm-until = { $rhythm }, έως { $date }
rhythm-times =
    { $n ->
        [2] { $rhythm }, δύο φορές
        [3] { $rhythm }, τρεις φορές
        [4] { $rhythm }, τέσσερις φορές
        [5] { $rhythm }, πέντε φορές
        [6] { $rhythm }, έξι φορές
        [7] { $rhythm }, επτά φορές
        [8] { $rhythm }, οκτώ φορές
        [9] { $rhythm }, εννέα φορές
        [10] { $rhythm }, δέκα φορές
        [12] { $rhythm }, δώδεκα φορές
       *[other] { $rhythm }, { $n } φορές
    }

## Εκδηλώσεις
when = Πότε
where = Πού
how-to-come = Πώς έρχομαι
afterwards = Μετά την εκδήλωση
online = Διαδικτυακά
join-online = Σύνδεση στην εκδήλωση
online-on-registration = Η διεύθυνση σας στέλνεται μετά την εγγραφή.
map = Στον χάρτη
dates = Ημερομηνίες
next-date = Επόμενη φορά
no-more-dates = Δεν έχει οριστεί άλλη ημερομηνία.
later-dates =
    { $n ->
        [one] { $n } επόμενη ημερομηνία
       *[other] { $n } επόμενες ημερομηνίες
    }
past-dates =
    { $n ->
        [one] { $n } φορά ως τώρα
       *[other] { $n } φορές ως τώρα
    }
moved-from = Αντί για { $date }
add-file = Ως αρχείο
subscribe-all = Συνδρομή σε όλες τις ημερομηνίες
register = Δηλώστε συμμετοχή
add-to-calendar = Προσθήκη στο ημερολόγιό μου
places =
    { $n ->
        [one] { $n } θέση
       *[other] { $n } θέσεις
    }
came =
    { $n ->
        [one] Ήρθε { $n } άτομο
       *[other] Ήρθαν { $n } άτομα
    }
recording = Δείτε τη μαγνητοσκόπηση
slides = Δείτε τις διαφάνειες
kind = Είδος
group = Ομάδα
hosts =
    { $n ->
        [one] Φιλοξενεί
       *[other] Φιλοξενούν
    }
speakers =
    { $n ->
        [one] Μιλάει
       *[other] Μιλούν
    }
posts-about = Έγραψαν γι’ αυτό
status-cancelled = Ματαιώνεται
status-postponed = Αναβάλλεται
status-tentative = Δεν είναι βέβαιο ακόμη

## Άρθρα
minutes =
    { $n ->
        [one] { $n } λεπτό ανάγνωσης
       *[other] { $n } λεπτά ανάγνωσης
    }
by = από:
published-at = Δείτε το εκεί όπου δημοσιεύτηκε
the-event = Η εκδήλωση
older = Πριν από αυτό
newer = Μετά από αυτό
neighbours = Το προηγούμενο και το επόμενο άρθρο
contents = Σε αυτή τη σελίδα
updated = Τελευταία αλλαγή
for-whom = Για
tags = Ετικέτες
follow = Παρακολουθήστε

## Κανόνες
version = Έκδοση
in-force = Ισχύει από
reviewed = Τελευταίος έλεγχος
applies-to = Πού ισχύει:
in-brief = Με λίγα λόγια
rule = Κανόνας { $number }
cite-as = Παραπομπή:
cite = { $title }, κανόνας { $number }
cite-version = { $title }, έκδοση { $version }, κανόνας { $number }
whom-to-tell = Σε ποιον το λέμε
report = Κάντε μια αναφορά
answers-in = απαντά σε:
website = Ιστότοπος
changes = Τι άλλαξε
based-on = Βασίζεται σε:

## Μέλη και πρόσωπα
lives-in = Ζει
here-since = Μαζί μας από
speaks = Γλώσσες
ask-about = Ρωτήστε με για
thanks-for = Ευχαριστούμε για
elsewhere = Αλλού
member-wrote = Έγραψε
member-hosts = Φιλοξενεί
member-speaks = Μιλάει
member-spotlights = Το πρόσωπο

## Ερωτήσεις
category = Θέμα
open-all = Άνοιγμα όλων
close-all = Κλείσιμο όλων
link-here = Σύνδεσμος σε αυτή την απάντηση
copy-address = Αντιγραφή διεύθυνσης
copied = Αντιγράφηκε

## Ροές
feed-title = { $title }
feed-calendar = Ημερολόγιο
calendars = Ημερολόγια
news = Νέα
sections = Ενότητες
section-groups = Ομάδες
subscribe-here = Συνδρομή
address = Διεύθυνση
subscribe-calendars = Το ημερολόγιο ενημερώνεται μόνο του: οι νέες ημερομηνίες, οι αλλαγές και οι ακυρώσεις φτάνουν σε αυτό από μόνες τους. Πάρτε τα όλα ή μόνο όσα σας αφορούν. Η «Συνδρομή» ανοίγει το ημερολόγιο του κινητού ή του υπολογιστή σας· αν δεν γίνεται, αντιγράψτε τη διεύθυνση και προσθέστε την εκεί ως «συνδρομή» ή «από URL».
subscribe-feeds = Με έναν αναγνώστη ροών βλέπετε τι νέο υπάρχει εδώ, χωρίς λογαριασμό και χωρίς να σας παρακολουθεί κανείς. Τα RSS, Atom και JSON Feed έχουν το ίδιο περιεχόμενο· διαλέξτε όποιο προτιμά ο αναγνώστης σας.

## Αναζήτηση
search-for = Τι ψάχνετε;
search-keys = Το πλήκτρο / σας φέρνει εδώ, τα βέλη σάς πάνε στα αποτελέσματα, με το Esc ξεκινάτε πάλι.
search-narrow = Πιο συγκεκριμένα
search-type = Τι είναι
search-posts = Άρθρα
search-when = Πότε
search-coming = Όσα έρχονται
search-past = Όσα έγιναν
search-language = Γλώσσα
search-any = Όλα
search-found =
    { $n ->
        [0] Δεν βρέθηκε τίποτα. Δοκιμάστε λιγότερες λέξεις ή άλλες.
        [one] { $n } αποτέλεσμα
       *[other] { $n } αποτελέσματα
    }
search-more = Κι άλλα αποτελέσματα
search-failed = Η αναζήτηση δεν απαντά αυτή τη στιγμή. Έχετε σύνδεση; Δοκιμάστε ξανά σε λίγο.
search-without-script = Η αναζήτηση χρειάζεται JavaScript, που εδώ είναι κλειστή. Όλα βρίσκονται και σε αυτούς τους καταλόγους:

## Μέσα στα κείμενα
alert-note = Σημείωση
alert-tip = Συμβουλή
alert-important = Σημαντικό
alert-warning = Προσοχή
alert-caution = Κίνδυνος
task-done = έγινε
task-open = εκκρεμεί
footnotes = Σημειώσεις
footnote-back = Πίσω στην παραπομπή

## Δεν βρέθηκε
not-found-title = Αυτή η σελίδα δεν είναι εδώ
not-found-text = Ίσως μετακινήθηκε ή κάτι ξέφυγε στη διεύθυνση. Ο δρόμος για την αρχική είναι σύντομος.

## Μόνο στην προεπισκόπηση: γιατί κάτι δεν είναι δημόσιο
ribbon-draft = Πρόχειρο: δεν είναι δημόσιο
ribbon-planned = Στο πρόγραμμα: δεν είναι δημόσιο
ribbon-idea = Ιδέα: δεν είναι δημόσια
ribbon-writing = Γράφεται: δεν είναι δημόσιο
ribbon-review = Σε έλεγχο: δεν είναι δημόσιο
ribbon-ready = Έτοιμο: περιμένει την ημέρα του
ribbon-dropped = Εγκαταλείφθηκε: δεν είναι δημόσιο
ribbon-scheduled = Δημοσιεύεται: { $date }
ribbon-withheld = Δεν δημοσιεύεται: λείπει η συγκατάθεση

## Μέσα στα κείμενα
table = Πίνακας
