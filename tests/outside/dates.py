"""Compares the dates of random series with what dateutil and zoneinfo make of the same front matter.

A hub of random events is written (rules, zones, hours near the change of clocks, dates beside the rule, taken away,
moved and cancelled), hubgen builds it, and every date is read back from the structured data of the event's page: when
it begins and ends, its address, its status. What is expected is worked out here, from the same front matter: dateutil
unrolls the rule on the wall clock, and zoneinfo turns wall clocks into instants.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import warnings
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
MONTHS_BACK, MONTHS_AHEAD = 12, 36
FIRST, LAST = date(2025, 11, 1), date(2029, 11, 30)
ZONES = [  # both hemispheres, zones that changed their law, odd offsets, half-hour changes
    "Africa/Cairo", "Africa/Casablanca", "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "America/St_Johns", "Asia/Amman", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu",
    "Asia/Kolkata", "Asia/Tehran", "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens",
    "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "UTC",
]
HOURS = ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "03:30", "09:00", "18:00", "18:30", "23:30"]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# COUNT and a bound together are what we want, whatever the RFC forbids to write.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="dateutil")
SETTINGS = """
title: Random
base_url: https://random.example/
timezone: UTC
languages: [en]
build: {horizon_months: 36, past_months: 12}
allow: [event/start-off-rule, time/gap, time/twice]
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hubgen")
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--seed", default="2026")
    args = parser.parse_args()
    dice = random.Random(args.seed)
    events = [make_event(dice) for _ in range(args.events)]
    with tempfile.TemporaryDirectory() as folder:
        hub, out = Path(folder, "hub"), Path(folder, "out")
        write(hub, events)
        command = [args.hubgen, "build", hub, "--output", out, "--now", NOW.isoformat(), "--format", "json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit(f"the hub does not build:\n{done.stdout[:4000]}")
        wrong = checked = 0
        table = json.loads((out / "events/events.json").read_text())
        table = {event["url"].rstrip("/").rpartition("/")[2]: event for event in table["events"]}
        for n, event in enumerate(events):
            found = read(out / f"events/e{n}/index.html")
            # What the table for programs does not have is in no calendar either: it was over before those begin.
            if f"e{n}" in table and in_table(table[f"e{n}"]) != found:
                wrong += 1
                print(f"e{n}: events.json has other dates than the page")
                continue
            expected = expect(event)
            checked += len(expected)
            if found != expected:
                wrong += 1
                if wrong <= 5:
                    report(n, event, found, expected)
    repeat = sum("rrule" in event for event in events)
    print(f"{args.events} events, {repeat} with a rule, {checked} dates compared: {wrong} events differ (seed {args.seed})")
    sys.exit(wrong > 0)


# --- random events ----------------------------------------------------------------------------------------------------


def make_event(dice):
    zone = dice.choice(ZONES)
    day = date(2024, 1, 1) + timedelta(days=dice.randrange(1600))
    if dice.random() < 0.1:
        day = dice.choice([date(2024, 2, 29), date(2026, 1, 31), date(2025, 12, 31), date(2028, 2, 29)])
    all_day = dice.random() < 0.15
    # Many begin at an hour that a change of clocks takes away or brings twice.
    clock = dice.choice(HOURS)
    event = {"zone": zone, "all_day": all_day, "start": day if all_day else wall(day, clock)}
    event |= ending(dice, event["start"], all_day)
    if dice.random() < 0.9:
        event["rrule"] = rule(dice, event)
    dates = [at for at, _ in in_window(event)][:200]
    if dice.random() < 0.2:
        beside = sorted({day + timedelta(days=dice.randrange(1, 400)) for _ in range(dice.randrange(1, 4))})
        event["rdate"] = [d if all_day else wall(d, dice.choice(HOURS)) for d in beside]
    if dates and dice.random() < 0.4:
        picked = dice.sample(dates, min(len(dates), dice.randrange(1, 6)))
        event["exdate"] = picked[: len(picked) // 2]
        event["overrides"] = [override(dice, at, all_day) for at in picked[len(picked) // 2:]]
    return event


def wall(day, clock):
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time())


def ending(dice, start, all_day):
    way = dice.random()
    if way < 0.2:
        return {}
    if all_day:
        return {"end": start + timedelta(days=dice.choice([0, 0, 1, 2, 6]))}
    minutes = dice.choice([30, 90, 120, 300, 480, 1500])
    if way < 0.6:
        return {"duration": timedelta(minutes=minutes)}
    return {"end": start + timedelta(minutes=minutes)}


def override(dice, at, all_day):
    if dice.random() < 0.4:
        return {"occurrence": at, "status": "cancelled"}
    moved = at + timedelta(days=dice.choice([-2, -1, 0, 1, 3]))
    if not all_day:
        moved += timedelta(hours=dice.choice([-3, 0, 1, 2]))
    return {"occurrence": at, "start": moved}


def rule(dice, event):
    frequency = dice.choices(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"], [1, 4, 5, 3])[0]
    parts = {"FREQ": frequency}
    some = lambda values, most: ",".join(map(str, dice.sample(list(values), dice.randrange(1, most + 1))))
    chance = lambda p: dice.random() < p
    if chance(0.35):
        parts["INTERVAL"] = dice.choice([2, 2, 3, 4, 5, 7, 13])
    if chance(0.15) or frequency == "DAILY" and chance(0.5):
        parts["BYMONTH"] = some(range(1, 13), 3)
    nth = lambda: dice.choice([1, 2, 3, 4, 5, -1, -2, -5])
    if frequency == "DAILY":
        parts.setdefault("INTERVAL", dice.choice([3, 9, 11]))
        if chance(0.3):
            parts["BYDAY"] = some(WEEKDAYS, 3)
        if chance(0.2):
            parts["BYMONTHDAY"] = some([*range(1, 32), -1, -2, -31], 4)
    elif frequency == "WEEKLY":
        if chance(0.6):
            parts["BYDAY"] = some(WEEKDAYS, 3)
            if chance(0.15):
                parts["BYSETPOS"] = dice.choice([1, -1, 2])
    elif frequency == "MONTHLY":
        if chance(0.5):
            parts["BYDAY"] = ",".join(f"{nth()}{day}" for day in dice.sample(WEEKDAYS, dice.randrange(1, 3)))
        elif chance(0.4):
            parts["BYDAY"] = some(WEEKDAYS, 5)
            parts["BYSETPOS"] = some([1, 2, 3, -1, -2, 5], 2)
        if chance(0.3):
            parts["BYMONTHDAY"] = some([*range(1, 32), -1, -2, -28, -31], 6)
    else:
        way = dice.random()
        if way < 0.2:
            parts["BYYEARDAY"] = some([1, 59, 60, 61, 100, 200, 365, 366, -1, -2, -100, -306, -366], 4)
        elif way < 0.4:
            # Not -53: a week 1 that begins in December is counted from the end by no version of dateutil.
            parts["BYWEEKNO"] = some([*range(1, 54), -1, -2, -51], 3)
            parts["BYDAY"] = some(WEEKDAYS, 2)
        elif way < 0.7:
            parts["BYDAY"] = ",".join(f"{nth()}{day}" for day in dice.sample(WEEKDAYS, dice.randrange(1, 3)))
        elif way < 0.8:
            parts["BYMONTHDAY"] = some([*range(1, 32), -1, -31], 2)
    if chance(0.2):
        parts["WKST"] = dice.choice(WEEKDAYS)
    way = dice.random()
    if way < 0.25:
        parts["COUNT"] = dice.choice([1, 2, 3, 5, 10, 40])
    elif way < 0.5:
        until = datetime(2025, 1, 1) + timedelta(hours=dice.randrange(24 * 1600))
        forms = ["%Y%m%d"] if event["all_day"] else ["%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ"]
        parts["UNTIL"] = until.strftime(dice.choice(forms))
    names = list(parts)
    dice.shuffle(names)
    return ";".join(f"{name}={parts[name]}" for name in names)


def write(hub, events):
    (hub / "content/events").mkdir(parents=True)
    (hub / "templates").mkdir()
    (hub / "hub.yaml").write_text(SETTINGS)
    (hub / "templates/event.html").write_text("{{ page.structured | safe }}")
    for n, event in enumerate(events):
        (hub / f"content/events/e{n}.md").write_text(front_matter(event))


def front_matter(event):
    lines = ["---", "title: Some event", "unlisted: true", f"timezone: {event['zone']}", f"start: {written(event['start'])}"]
    if "end" in event:
        lines.append(f"end: {written(event['end'])}")
    if "duration" in event:
        lines.append(f"duration: {int(event['duration'].total_seconds() // 60)}m")
    if "rrule" in event:
        lines.append(f'rrule: "{event["rrule"]}"')
    for name in ("rdate", "exdate"):
        if event.get(name):
            lines.append(f"{name}: [{', '.join(map(written, event[name]))}]")
    if event.get("overrides"):
        lines.append("overrides:")
        for over in event["overrides"]:
            fields = (f"{name}: {value if name == 'status' else written(value)}" for name, value in over.items())
            lines.append(f"  - {{{', '.join(fields)}}}")
    return "\n".join([*lines, "---", ""])


def written(when):
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


# --- what is expected -------------------------------------------------------------------------------------------------


def instant(at, zone):
    """A wall clock as an instant: before a gap's change, and the first of two (fold is 0)."""
    return at.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(timezone.utc)


def midnight(at):
    return at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())


def from_rule(event):
    """The wall clocks that the rule gives, to the end of the window and a little beyond."""
    if "dates" in event:
        return event["dates"]
    start = midnight(event["start"])
    text = event["rrule"]
    until = re.search(r"UNTIL=([0-9TZ]+)", text)
    bare = re.sub(r";?UNTIL=[0-9TZ]+", "", text).strip(";")
    all_dates = []
    first, count = start, None
    if "WEEKLY" in bare and "BYSETPOS" in bare:
        # dateutil counts the positions of the first week from its start, not within the week.
        first = start - timedelta(days=7 * int((re.search(r"INTERVAL=(\d+)", bare) or [0, 1])[1]))
        count = re.search(r"COUNT=(\d+)", bare)
        bare = re.sub(r";?COUNT=\d+", "", bare).strip(";")
        if "BYDAY" not in bare:
            bare += ";BYDAY=" + WEEKDAYS[start.weekday()]
    # A bound of its own, or a rule that gives no more dates would be looked through to the year 9999.
    end = datetime.combine(LAST + timedelta(days=7), start.time())
    for at in rrulestr(bare, dtstart=first).replace(until=end):
        if at < start:
            continue
        if count and len(all_dates) == int(count[1]):
            break
        if until and is_after(at, until[1], event):
            break
        all_dates.append(at)
    event["dates"] = all_dates
    return all_dates


def is_after(at, until, event):
    if "T" not in until or event["all_day"]:
        return at.date() > datetime.strptime(until[:8], "%Y%m%d").date()
    last = datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S")
    if until.endswith("Z"):
        return instant(at, event["zone"]) > last.replace(tzinfo=timezone.utc)
    return at > last


def in_window(event):
    """Original wall clock -> moved start or None, for all dates of the window and near it."""
    dates = set(from_rule(event)) if "rrule" in event else set()
    dates.add(midnight(event["start"]))
    dates.update(midnight(at) for at in event.get("rdate", []))
    dates.difference_update(midnight(at) for at in event.get("exdate", []))
    near = lambda at: FIRST - timedelta(days=5) <= at.date() <= LAST + timedelta(days=5)
    overrides = {midnight(over["occurrence"]): over for over in event.get("overrides", [])}
    return [(at if not event["all_day"] else at.date(), overrides.get(at)) for at in sorted(dates) if near(at)]


def expect(event):
    zone = event["zone"]
    found = []
    for original, over in in_window(event):
        over = over or {}
        start = over.get("start", original)
        begins = instant(midnight(start), zone)
        shown = begins.astimezone(ZoneInfo(zone))
        if not FIRST <= shown.date() <= LAST:
            continue
        if event["all_day"]:
            length = event["end"] - event["start"] if "end" in event else timedelta(0)
            one = (start.isoformat(), (start + length).isoformat())
        else:
            one = (begins, ends(event, midnight(start), begins))
        name = original.strftime("%Y-%m-%d") if "rrule" in event or "rdate" in event else ""
        found.append((*one, "cancelled" if over.get("status") else "held", name))
    return sorted(found, key=str)


def ends(event, start, begins):
    """`duration` goes by the hour, `end` by the clock: where clocks swallow it, by the hour as well."""
    zone = event["zone"]
    if "duration" in event:
        return begins + event["duration"]
    if "end" not in event:
        return None
    length = event["end"] - event["start"]
    by_clock = instant(start + length, zone)
    if by_clock > begins:
        return by_clock
    by_hour = instant(event["end"], zone) - instant(event["start"], zone)
    return begins + (by_hour if by_hour > timedelta(0) else length)


# --- what hubgen says -------------------------------------------------------------------------------------------------


def read(page):
    data = next(thing for thing in json.loads(page.read_text())["@graph"] if thing["@type"] in ("Event", "EventSeries"))
    dates = data.get("subEvent", [data] if data["@type"] == "Event" else [])
    return in_order((one["startDate"], one.get("endDate"), one["eventStatus"], one["url"]) for one in dates)


def in_table(event):
    return in_order((one["start"], one.get("end"), one["status"].capitalize(), one["url"]) for one in event["dates"])


def in_order(dates):
    found = []
    for begin, over, status, url in dates:
        start, end = moment(begin), moment(over)
        day = start.date() if isinstance(start, datetime) else date.fromisoformat(start)
        shown = datetime.fromisoformat(begin).date() if isinstance(start, datetime) else day
        if not FIRST <= shown <= LAST:
            continue
        status = "cancelled" if status.endswith("Cancelled") else "held"
        found.append((utc(start), utc(end), status, url.partition("#")[2][:10]))
    return sorted(found, key=str)


def moment(text):
    if text is None or len(text) == 10:
        return text
    return datetime.fromisoformat(text)


def utc(when):
    return when.astimezone(timezone.utc) if isinstance(when, datetime) else when


def report(n, event, found, expected):
    print(f"event {n}:\n{front_matter(event)}")
    for one in sorted(set(found) ^ set(expected), key=str)[:10]:
        print("  hubgen alone:" if one in found else "  expected:    ", *map(str, one))


if __name__ == "__main__":
    main()
