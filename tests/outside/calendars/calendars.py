"""Reads every calendar of a built site with three readers that know nothing of hubgen, and compares what they see.

ical.js, libical and Python icalendar must have no complaint, and must see exactly the dates that the front matter means
(`expected.py`), start and end and status, over four years. Octets are looked at as well: CRLF, lines of at most 75, no
character split, UTF-8.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import expected  # noqa: E402: it pins the zone database before anything asks for one
import python  # noqa: E402

UTC = timezone.utc
HERE = Path(__file__).parent
BEGIN, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


class Readers:
    """What each reader sees in a set of files: (uid, start, end, status)."""

    def __init__(self, libical):
        self.libical = libical

    def all(self, files):
        yield "ical.js", self.program(["node", HERE / "ical.mjs"], files)
        if self.libical:
            yield "libical", self.program([self.libical], files)
        yield "Python icalendar", self.python(files)

    def program(self, command, files):
        window = [str(int(at.timestamp())) for at in (BEGIN, END)]
        ran = subprocess.run([*command, *window, *files], capture_output=True, text=True)
        seen = defaultdict(list)
        for line in ran.stdout.splitlines():
            file, *occurrence = line.split("\t")
            seen[Path(file)].append(tuple(occurrence))
        complaint = ran.stderr.strip() or (ran.returncode and f"exit status {ran.returncode}")
        return seen, complaint

    def python(self, files):
        seen, complaints = {}, []
        for file in files:
            try:
                seen[file] = python.occurrences(file.read_bytes(), BEGIN - timedelta(days=2), END + timedelta(days=2))
            except Exception as error:  # whatever a reader throws is what we want to know
                complaints.append(f"{file}: {type(error).__name__}: {error}")
        return seen, "\n".join(complaints)


def within(start):
    if "-" in start:
        return BEGIN <= datetime.combine(date.fromisoformat(start), datetime.min.time(), UTC) < END
    return BEGIN.timestamp() <= int(start) < END.timestamp()


def check(out, hub, base_url, now, libical):
    settings, events = expected.read_hub(hub, now)
    languages = settings.get("languages", ["en"])
    files = sorted(Path(out).rglob("*.ics"))
    faults = []
    for file in files:
        faults += [f"{file.relative_to(out)}: {fault}" for fault in octets(file.read_bytes())]
    if faults:
        return len(files), 0, faults
    dates = {event.uid: (event, [written(o) for o in event.occurrences(BEGIN, END)]) for event in events}
    wanted = {}
    for file in files:
        page = file.relative_to(out).as_posix().rpartition("/")[0] + "/"
        language, _, rest = page.partition("/")
        below = rest if language in languages[1:] else page
        if file.name != "calendar.ics":
            own = [uid for uid, (event, _) in dates.items() if below in event.pages()]
            if not own:
                faults.append(f"{page}{file.name}: should not exist")
            wanted[file] = Counter((uid, *date) for uid in own for date in dates[uid][1])
    for event in events:
        name = "event.ics" if not event.listed else "events.ics"
        missing = [page for page in event.pages() - {f"events/{event.key}/"} if not (Path(out) / page / name).is_file()]
        present = {page for page in missing if (Path(out) / page).is_dir()}
        if event.occurrences(BEGIN, END) and event.listed and present:
            faults.append(f"{event.key}: no calendar below {sorted(present)}")
    looked = 0
    gaps = {event.uid: [int(at.timestamp()) for at in event.in_gaps(BEGIN, END)] for event in events}
    for reader, (seen, complaint) in Readers(libical).all(files):
        if complaint:
            faults.append(f"{reader} complains: {complaint}")
        for file, dates_wanted in wanted.items():
            found = Counter((base(uid, dates), *date) for uid, *date in seen.get(file, []) if within(date[0]))
            if reader == "libical":
                found, dates_wanted = (without_gaps(all_dates, gaps) for all_dates in (found, dates_wanted))
            looked += len(found)
            name = file.relative_to(out).as_posix()
            for what, odd in [("does not see", dates_wanted - found), ("sees what is not there", found - dates_wanted)]:
                faults += [f"{name}: {reader} {what}: {told(o)}" for o in sorted(odd)[:4]]
    return len(files), looked, faults


def without_gaps(found, gaps):
    """libical 3 lets a rule that meets a time which clocks skip go on from the time they show instead: that date and
    the next are late, whatever the file says."""
    def late(date):
        uid, start, *_ = date
        return "-" not in start and any(abs(int(start) - gap) <= 3 * 3600 for gap in gaps[uid])

    return Counter({date: count for date, count in found.items() if not late(date)})


def base(uid, dates):
    """The event of a UID: a date that is an event of its own has its original start in it."""
    return uid if uid in dates else re.sub(r"-\d{8}(T\d{6})?(@|$)", r"\2", uid)


def written(occurrence):
    start, end, status = occurrence
    text = [at.isoformat() if not isinstance(at, datetime) else str(int(at.timestamp())) for at in (start, end)]
    return (*text, status)


def told(occurrence):
    uid, start, end, status = occurrence
    one = lambda at: at if "-" in at else datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%MZ")  # noqa: E731
    return f"{uid} {one(start)} to {one(end)} {status}"


def octets(content):
    """RFC 5545, section 3.1."""
    if not content.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, line in enumerate(content.split(b"\r\n"), 1):
        if b"\r" in line or b"\n" in line:
            yield f"line {number} holds half a CRLF"
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets"
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"line {number} splits a character"
            continue
        if any(unicodedata.category(c) == "Cc" and c != "\t" for c in text):
            yield f"line {number} holds a control character"
        if text[:1] == " " and unicodedata.category(text[1:2] or "x").startswith("M"):
            yield f"line {number} begins with a mark of the letter before it"
    unfolded = content.replace(b"\r\n ", b"").decode("utf-8", "replace")
    for line in unfolded.splitlines():
        if not re.match(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"]*"|[^";:,]*)(,("[^"]*"|[^";:,]*))*)*:', line):
            yield f"is no content line: {line[:60]}"
    for kind in ("VEVENT", "VTIMEZONE", "VCALENDAR"):
        if unfolded.count(f"BEGIN:{kind}\r\n") != unfolded.count(f"END:{kind}\r\n"):
            yield f"{kind} is not closed"
    zones = re.findall(r"^TZID:(.*)\r$", unfolded, re.M)
    if len(zones) != len(set(zones)):
        yield "has a VTIMEZONE twice"
    for zone in set(re.findall(r";TZID=([^:;]+)", unfolded)) ^ set(zones):
        yield f"{zone} is named and not described, or described and not named"
    for name in ("VERSION:2.0", "PRODID:", "NAME:", "X-WR-CALNAME:", "REFRESH-INTERVAL;VALUE=DURATION:"):
        if f"\r\n{name}" not in unfolded:
            yield f"lacks {name}"
    for event in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", unfolded, re.S):
        for name in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS"):
            if len(re.findall(rf"^{name}[:;]", event, re.M)) != 1:
                yield f"an event has not one {name}: {event[:80]!r}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", help="folder that a build wrote")
    arguments.add_argument("--hub", required=True, help="the hub it was built from")
    arguments.add_argument("--base-url", default="")
    arguments.add_argument("--now", required=True)
    arguments.add_argument("--libical", help="libical.c, compiled")
    given = arguments.parse_args()
    now = datetime.fromisoformat(given.now.replace("Z", "+00:00"))
    files, looked, faults = check(Path(given.out), given.hub, given.base_url, now, given.libical)
    print("\n".join(faults[:200]))
    without = "" if given.libical else ", without libical"
    print(f"{files} calendars, {looked} dates looked at{without}: {len(faults)} faults")
    sys.exit(1 if faults or not files else 0)


if __name__ == "__main__":
    main()
