"""Reads calendars with Python icalendar and recurring-ical-events: every occurrence as (uid, start, end, status)."""

from datetime import date, datetime, timedelta, timezone

import icalendar
import recurring_ical_events

UTC = timezone.utc


def occurrences(text, begin, end):
    calendar = icalendar.Calendar.from_ical(text)
    errors = [error for component in calendar.walk() for error in component.errors]
    if errors:
        raise ValueError(f"{errors}")
    found = recurring_ical_events.of(calendar, keep_recurrence_attributes=False).between(begin, end)
    return [(str(e["UID"]), moment(e.start), moment(e.end), str(e["STATUS"])) for e in found]


def moment(at):
    """Days as they are, times as seconds since 1970."""
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise ValueError(f"{at} is in no zone")
        return str(int(at.astimezone(UTC).timestamp()))
    return at.isoformat()
