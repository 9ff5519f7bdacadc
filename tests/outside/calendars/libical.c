/* Reads calendars with libical: prints every occurrence as file, UID, start, end and status, tab between.
 *
 *     libical FROM TO FILE…        FROM and TO in seconds since 1970
 *
 * libical expands rules and leaves RECURRENCE-ID to the program; this does what its users do: a component with one
 * takes the place of the date that begins at that instant. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *file;
static icalcomponent *calendar;
static time_t from, to;

static void moment(time_t at, int is_date)
{
    if (is_date) {
        struct tm day;
        gmtime_r(&at, &day);
        printf("\t%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
    } else {
        printf("\t%lld", (long long)at);
    }
}

static time_t instant(icaltimetype at)
{
    if (!at.is_date && !at.zone) {
        fprintf(stderr, "%s: %s is in no zone\n", file, icaltime_as_ical_string(at));
        exit(1);
    }
    return icaltime_as_timet_with_zone(at, at.is_date ? icaltimezone_get_utc_timezone() : at.zone);
}

static void print(icalcomponent *event, time_t start, time_t end, int is_date)
{
    static const char *names[] = {"CONFIRMED", "TENTATIVE", "CANCELLED"};
    icalproperty_status status = icalcomponent_get_status(event);
    const char *name = status == ICAL_STATUS_CONFIRMED   ? names[0]
                       : status == ICAL_STATUS_TENTATIVE ? names[1]
                       : status == ICAL_STATUS_CANCELLED ? names[2]
                                                         : "none";
    if (start < from - 2 * 86400 || start >= to + 2 * 86400)
        return;
    printf("%s\t%s", file, icalcomponent_get_uid(event));
    moment(start, is_date);
    moment(end, is_date);
    printf("\t%s\n", name);
}

static icalcomponent *override(icalcomponent *event, time_t start)
{
    icalcompiter i = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *other; (other = icalcompiter_deref(&i)); icalcompiter_next(&i)) {
        icalproperty *id = icalcomponent_get_first_property(other, ICAL_RECURRENCEID_PROPERTY);
        if (id && instant(icalproperty_get_datetime_with_component(id, other)) == start &&
            !strcmp(icalcomponent_get_uid(other), icalcomponent_get_uid(event)))
            return other;
    }
    return NULL;
}

static void date(icalcomponent *event, struct icaltime_span *span, void *unused)
{
    (void)unused;
    icalcomponent *other = override(event, span->start);
    if (other) {
        icaltimetype start = icalcomponent_get_dtstart(other);
        print(other, instant(start), instant(icalcomponent_get_dtend(other)), start.is_date);
    } else {
        print(event, span->start, span->end, icalcomponent_get_dtstart(event).is_date);
    }
}

int main(int count, char **arguments)
{
    from = atoll(arguments[1]), to = atoll(arguments[2]);
    icaltimetype first = icaltime_from_timet_with_zone(from - 800 * 86400, 0, icaltimezone_get_utc_timezone());
    icaltimetype last = icaltime_from_timet_with_zone(to + 800 * 86400, 0, icaltimezone_get_utc_timezone());
    for (int n = 3; n < count; n++) {
        file = arguments[n];
        FILE *in = fopen(file, "rb");
        if (!in)
            return perror(file), 1;
        fseek(in, 0, SEEK_END);
        long size = ftell(in);
        rewind(in);
        char *text = calloc(size + 1, 1);
        if (fread(text, 1, size, in) != (size_t)size)
            return perror(file), 1;
        fclose(in);
        calendar = icalparser_parse_string(text);
        if (!calendar || icalcomponent_count_errors(calendar) || !icalrestriction_check(calendar)) {
            fprintf(stderr, "%s: %s\n", file, calendar ? icalcomponent_as_ical_string(calendar) : "cannot be read");
            return 1;
        }
        icalcompiter i = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
        for (icalcomponent *event; (event = icalcompiter_deref(&i)); icalcompiter_next(&i))
            if (icaltime_is_null_time(icalcomponent_get_recurrenceid(event)))
                icalcomponent_foreach_recurrence(event, first, last, date, NULL);
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}
