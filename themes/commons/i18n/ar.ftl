# كلمات الواجهة. المتغيّرات $n و$page و$pages أعداد تُحدّد صيغة الجمع، وما عداها يصل جاهزًا للطباعة.

## اسم اللغة بلفظها
language-name = العربية

## ما يحيط بكلّ صفحة
skip = إلى النصّ مباشرةً
menu = القائمة
languages = اللغات
breadcrumbs = أنت هنا
home = الصفحة الأولى
search = بحث
subscribe = اشترك
join-us = انضمّ إلينا
groups = مجموعاتنا
this-page = هذه الصفحة
edit = عدّل هذه الصفحة
suggest = اقترح تعديلًا
source = مصدر هذا الموقع
to-top = إلى أعلى الصفحة
paper = الورق
paper-auto = كإعداد جهازي
paper-light = أبيض
paper-dark = أسود
page-title = { $page } · { $site }
redirect-title = انتقلت هذه الصفحة
card-alt = بطاقة { $hub }: { $what }
opens-elsewhere = في موقع آخر

## الأقسام والقوائم
section-events = اللقاءات
section-past-events = لقاءات مضت
section-calendar = التقويم
section-guidelines = القواعد
section-members = الأعضاء
section-spotlights = وجوه
section-faq = أسئلة
pages-plain = صفحات
list-tag = { $name }
list-audience = إلى: { $name }
list-group = { $name }
list-kind = { $name }
list-tags = الوسوم
list-audiences = لمن هذا
list-kinds = أنواع اللقاءات
list-groups = المجموعات
list-count =
    { $n ->
        [zero] لا مواد
        [one] مادّة واحدة
        [two] مادّتان
        [few] { $n } مواد
        [many] { $n } مادّة
       *[other] { $n } مادّة
    }
as-month = الشهر في ورقة واحدة
to-past = ما مضى
to-upcoming = ما هو آتٍ
pages = صفحات هذه القائمة
page-of = الصفحة { $page } من { $pages }
page-previous = الصفحة السابقة
page-next = الصفحة التالية
nothing-here = لا شيء هنا بعد.
nothing-upcoming = لم يُحدَّد موعد بعد. اشترك لتكون أوّل من يعرف بالموعد المقبل.

## الصفحة الأولى
home-next = ما الآتي
home-about = من نحن
home-posts = كُتب حديثًا
home-spotlights = واحد منّا
home-people = وجوه جديدة بيننا
home-house = كيف نعمل معًا
all-events = كلّ اللقاءات
all-posts = كلّ المقالات
all-members = كلّ الأعضاء
all-spotlights = كلّ الوجوه

## التواريخ والأوقات
date-range = { $start } – { $end }
date-at-time = { $date }، الساعة { $time }
time-range = { $start } – { $end }
month-not-fixed = { $month }، يُعلَن اليوم لاحقًا
month-year = { $month } { $year }
zone-time = بتوقيت { $zone }
your-time = { $time } بتوقيتك
day-open = يُعلَن اليوم لاحقًا
all-day = طوال اليوم
until = إلى
on-now = الآن
over = انتهى
months = أشهر أخرى
planned = أُعلن عنه ولم يُنشر بعد
planned-legend = بالرماديّ: ما أُعلن عنه ولم يُنشر بعد.
month-count =
    { $n ->
        [zero] لا مواعيد هذا الشهر
        [one] موعد واحد
        [two] موعدان
        [few] { $n } مواعيد
        [many] { $n } موعدًا
       *[other] { $n } موعد
    }

## كم مرة: قواعد التكرار بالكلمات. $day و$number و$hour و$place لاختيار الصيغة فحسب.
rhythm-daily =
    { $n ->
        [zero] كل يوم
        [one] كل يوم
        [two] كل يومين
        [few] كل { $n } أيام
        [many] كل { $n } يومًا
       *[other] كل { $n } يوم
    }
rhythm-working-days = كل يوم من الاثنين إلى الجمعة
rhythm-weekday =
    { $day ->
        [mo] اثنين
        [tu] ثلاثاء
        [we] أربعاء
        [th] خميس
        [fr] جمعة
        [sa] سبت
        [su] أحد
       *[any] { $weekday }
    }
rhythm-each-week = كل يوم { $days }
rhythm-on-weekday = { $weekday }
rhythm-weekly =
    { $n ->
        [zero] كل أسبوع { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
        [one] كل أسبوع { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
        [two] كل أسبوعين { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
        [few] كل { $n } أسابيع { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
        [many] كل { $n } أسبوعًا { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
       *[other] كل { $n } أسبوع { $count ->
            [1] يوم
            [2] يومي
           *[days] أيام
        } { $days }
    }
rhythm-day = اليوم { $n }
rhythm-last-day = آخر يوم
rhythm-working-day =
    { $n ->
        [1] أول يوم عمل (من الاثنين إلى الجمعة)
       *[last] آخر يوم عمل (من الاثنين إلى الجمعة)
    }
rhythm-nth =
    { $n ->
        [1] أول
        [2] ثاني
        [3] ثالث
        [4] رابع
        [5] خامس
       *[last] آخر
    }
rhythm-nth-weekday = { $nth } { $weekday }
rhythm-monthly =
    { $n ->
        [zero] كل شهر في { $days }
        [one] كل شهر في { $days }
        [two] كل شهرين في { $days }
        [few] كل { $n } أشهر في { $days }
        [many] كل { $n } شهرًا في { $days }
       *[other] كل { $n } شهر في { $days }
    }
rhythm-date = { $date }
rhythm-of-year = { $days } من السنة
rhythm-of-month = { $month }
rhythm-of-months = { $days } من { $months }
rhythm-yearly =
    { $n ->
        [zero] كل سنة في { $days }
        [one] كل سنة في { $days }
        [two] كل سنتين في { $days }
        [few] كل { $n } سنوات في { $days }
        [many] كل { $n } سنة في { $days }
       *[other] كل { $n } سنة في { $days }
    }
rhythm-in-month = { $month }
rhythm-in-months = { $rhythm } في { $months }
rhythm-in-some-months = { $rhythm } (في الأشهر التي يوجد فيها)
rhythm-in-some-years = { $rhythm } (في السنوات التي يوجد فيها)
rhythm-at = { $rhythm }، الساعة { $time } بتوقيت { $zone }
rhythm-until = { $rhythm }، حتى { $date }
rhythm-times =
    { $n ->
        [zero] { $rhythm }، مرة واحدة
        [one] { $rhythm }، مرة واحدة
        [two] { $rhythm }، مرتين
        [few] { $rhythm }، { $n } مرات
        [many] { $rhythm }، { $n } مرة
       *[other] { $rhythm }، { $n } مرة
    }

## اللقاءات
when = متى
where = أين
how-to-come = كيف تحضر
afterwards = بعد اللقاء
online = عبر الإنترنت
join-online = شارك عبر الإنترنت
online-on-registration = يصلك العنوان عند التسجيل.
map = على الخريطة
dates = المواعيد
next-date = الموعد القادم
no-more-dates = لا موعد آخر محدّد حتى الآن.
later-dates =
    { $n ->
        [zero] لا مواعيد لاحقة
        [one] موعد لاحق واحد
        [two] موعدان لاحقان
        [few] { $n } مواعيد لاحقة
        [many] { $n } موعدًا لاحقًا
       *[other] { $n } موعد لاحق
    }
past-dates =
    { $n ->
        [zero] لا مواعيد سابقة
        [one] موعد سابق واحد
        [two] موعدان سابقان
        [few] { $n } مواعيد سابقة
        [many] { $n } موعدًا سابقًا
       *[other] { $n } موعد سابق
    }
moved-from = بدلًا من { $date }
add-file = كملفّ
subscribe-all = اشترك في كلّ المواعيد
register = سجّل حضورك
add-to-calendar = أضفه إلى تقويمي
places =
    { $n ->
        [zero] لا مقاعد
        [one] مقعد واحد
        [two] مقعدان
        [few] { $n } مقاعد
        [many] { $n } مقعدًا
       *[other] { $n } مقعد
    }
came =
    { $n ->
        [zero] لم يحضر أحد
        [one] حضر شخص واحد
        [two] حضر شخصان
        [few] حضر { $n } أشخاص
        [many] حضر { $n } شخصًا
       *[other] حضر { $n } شخص
    }
recording = شاهد التسجيل
slides = اطّلع على الشرائح
kind = النوع
group = المجموعة
hosts = باستضافة
speakers = بمشاركة
posts-about = كُتب عنه
status-cancelled = أُلغي
status-postponed = أُجّل
status-tentative = غير مؤكّد بعد

## المقالات
minutes =
    { $n ->
        [zero] قراءة أقلّ من دقيقة
        [one] قراءة دقيقة واحدة
        [two] قراءة دقيقتين
        [few] قراءة { $n } دقائق
        [many] قراءة { $n } دقيقة
       *[other] قراءة { $n } دقيقة
    }
by = بقلم
published-at = اقرأه حيث نُشر
the-event = اللقاء
older = قبله
newer = بعده
neighbours = المقال السابق والمقال التالي
contents = في هذه الصفحة
updated = آخر تعديل
for-whom = لمن
tags = الوسوم
follow = تابع

## القواعد
version = الإصدار
in-force = سارية منذ
reviewed = آخر مراجعة
applies-to = أين تسري:
in-brief = باختصار
rule = القاعدة { $number }
cite-as = للاستشهاد:
cite = { $title }، القاعدة { $number }
cite-version = { $title }، الإصدار { $version }، القاعدة { $number }
whom-to-tell = من تُخبر
report = أرسل بلاغًا
answers-in = لغات الردّ:
website = الموقع
changes = ما الذي تغيّر
based-on = مأخوذة عن:

## الأعضاء والوجوه
lives-in = مكان الإقامة
here-since = معنا منذ
speaks = اللغات
ask-about = اسألني عن
thanks-for = شكرًا على
elsewhere = في أماكن أخرى
member-wrote = كتابات
member-hosts = لقاءات الاستضافة
member-speaks = لقاءات الحديث
member-spotlights = تحت الضوء

## الأسئلة
category = الموضوع
open-all = افتح الكلّ
close-all = أغلق الكلّ
link-here = رابط هذا الجواب
copy-address = انسخ العنوان
copied = نُسخ العنوان

## الخلاصات
feed-title = { $title }
feed-calendar = تقويم
calendars = التقاويم
news = الجديد
sections = الأقسام
section-groups = المجموعات
subscribe-here = اشترك
address = العنوان
subscribe-calendars = التقويم يحدّث نفسه بنفسه: تصل إليه المواعيد الجديدة والتغييرات والإلغاءات من تلقائها. خذه كلّه، أو ما يعنيك منه فقط. يفتح «اشترك» تقويم هاتفك أو حاسوبك؛ فإن لم ينجح ذلك فانسخ العنوان وأضفه هناك تحت «اشتراك» أو «من عنوان».
subscribe-feeds = بقارئ الخلاصات ترى الجديد هنا بلا حساب وبلا من يتعقّبك. تحمل RSS وAtom وJSON Feed المحتوى نفسه، فاختر منها ما يناسب قارئك.

## البحث
search-for = عمَّ تبحث؟
search-keys = المفتاح / يعود بك إلى هنا، والأسهم تنقلك بين النتائج، وEsc لبحث جديد.
search-narrow = حدّد البحث
search-type = النوع
search-posts = المقالات
search-when = متى
search-coming = ما هو آتٍ
search-past = ما مضى
search-language = اللغة
search-any = الكلّ
search-found =
    { $n ->
        [zero] لا نتائج. جرّب كلمات أقلّ أو كلمات أخرى.
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { $n } نتائج
        [many] { $n } نتيجةً
       *[other] { $n } نتيجة
    }
search-more = نتائج أخرى
search-failed = تعذّر الوصول إلى البحث الآن. تحقّق من اتّصالك، ثمّ أعد المحاولة بعد قليل.
search-without-script = يحتاج البحث إلى جافاسكربت، وهي معطّلة هنا. كلّ ما في الموقع تجده في هذه القوائم:

## داخل النصوص
alert-note = ملاحظة
alert-tip = نصيحة
alert-important = مهمّ
alert-warning = تنبيه
alert-caution = تحذير
task-done = تمّ
task-open = لم يتمّ بعد
footnotes = الحواشي
footnote-back = عودة إلى موضع الإحالة

## الصفحة غير موجودة
not-found-title = هذه الصفحة ليست هنا
not-found-text = ربّما انتقلت، أو في العنوان زلّة قلم. والطريق إلى الصفحة الأولى قصير.

## في المعاينة فقط: لماذا ليس هذا منشورًا
ribbon-draft = مسوّدة: غير منشورة
ribbon-planned = في الخطّة: غير منشور
ribbon-idea = فكرة: غير منشورة
ribbon-writing = قيد الكتابة: غير منشور
ribbon-review = قيد المراجعة: غير منشور
ribbon-ready = جاهز: ينتظر موعده
ribbon-dropped = صُرف النظر عنه: غير منشور
ribbon-scheduled = يُنشر في { $date }
ribbon-withheld = محجوب: الموافقة غير متوفّرة

## داخل النصوص
table = جدول
