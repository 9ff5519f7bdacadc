"""What dates the events of a hub have, from their front matter alone: dateutil unrolls the rules, zoneinfo tells the time.

It shares nothing with hubgen but what hubgen's users are told about start, end, duration, rdate, exdate and overrides.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import yaml
from dateutil.rrule import rrulestr

# The package tzdata, pinned to the release that hubgen carries; never the machine's own.
zoneinfo.reset_tzpath(to=[])

UTC = timezone.utc


class Words(yaml.SafeLoader):
    """YAML in which dates and times stay as they are written."""


Words.yaml_implicit_resolvers = {
    key: [(tag, form) for tag, form in resolvers if not tag.endswith(("timestamp", "int", "float"))]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Event:
    def __init__(self, key, fields, hub):
        self.key, self.fields, self.hub = key, fields, hub
        self.zone = zoneinfo.ZoneInfo(fields.get("timezone") or group_zone(fields, hub) or hub["timezone"])
        self.listed = fields.get("unlisted") != True  # noqa: E712: anything else is not listed-off
        self.start = When(fields["start"])
        self.uid = fields.get("uid") or f"{key}@{hub['id']}"

    def pages(self):
        """Below a language: the pages whose calendars it is in."""
        fields = self.fields
        if not self.listed:
            return {f"events/{self.key}/"}
        words = [("tags/", tag) for tag in fields.get("tags", [])] + [("audience/", a) for a in listed(fields.get("audience"))]
        words += [("groups/", fields["group"])] if "group" in fields else []
        words += [("events/kind/", fields["kind"])] if "kind" in fields else []
        people = listed(fields.get("hosts")) + listed(fields.get("speakers"))
        words += [("members/", person) for person in people if isinstance(person, str)]
        return {"events/", f"events/{self.key}/"} | {f"{folder}{slug(word)}/" for folder, word in words}

    def occurrences(self, begin, end):
        """(start, end, status) of every date that begins between two instants."""
        if self.start.month_only:
            return []
        fields, zone, all_day = self.fields, self.zone, self.start.all_day
        first = self.start.wall(zone)
        walls = {wall: None for wall in self.rule_dates(first, begin, end)}
        for when in [*map(When, listed(fields.get("rdate"))), self.start]:
            wall = when.wall(zone)
            if all_day:
                wall = datetime.combine(wall.date(), time())
            elif when.all_day:
                wall = datetime.combine(wall.date(), first.time())
            walls[wall] = when.exact
        for when in map(When, listed(fields.get("exdate"))):
            del walls[self.meet(walls, when)]
        overrides = {}
        for fields_of in listed(fields.get("overrides")):
            when = When(fields_of["occurrence"])
            try:
                overrides[self.meet(walls, when)] = fields_of
            except KeyError:
                if abs(when.wall(zone) - begin.replace(tzinfo=None)) < timedelta(days=3000):
                    raise
        dates = [self.date(wall, exact, overrides.get(wall, {})) for wall, exact in walls.items()]
        return [found for found in dates if begin <= as_instant(found[0]) < end]

    def in_gaps(self, begin, end):
        """Dates of the rule that begin at a time which clocks skip, and the date after each."""
        if self.start.month_only or self.start.all_day:
            return []
        walls = self.rule_dates(self.start.wall(self.zone), begin, end)
        skipped = [resolve(wall, self.zone).astimezone(self.zone).replace(tzinfo=None) != wall for wall in walls]
        return [resolve(wall, self.zone) for i, wall in enumerate(walls) if skipped[i] or i and skipped[i - 1]]

    def rule_dates(self, first, begin, end):
        rule = self.fields.get("rrule")
        if not rule:
            return []
        rule = rule.upper().removeprefix("RRULE:")
        parts = dict(part.split("=") for part in rule.split(";") if part)
        until = parts.pop("UNTIL", None)
        if "BYWEEKNO" in parts and "BYDAY" not in parts:
            # RFC 5545: the weekday of the start. dateutil takes the whole week.
            parts["BYDAY"] = "MO TU WE TH FR SA SU".split()[first.weekday()]
        series = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first)
        last = end.replace(tzinfo=None) + timedelta(days=800)
        if until:
            last = min(last, self.last(until))
        found = []
        for wall in series:
            if wall > last:
                break
            found.append(wall)
        return found

    def last(self, until):
        day = datetime.strptime(until[:8], "%Y%m%d")
        if "T" not in until or self.start.all_day:
            return day + timedelta(days=1, seconds=-1)
        at = datetime.strptime(until[:15], "%Y%m%dT%H%M%S")
        return at.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None) if until.endswith("Z") else at

    def meet(self, walls, when):
        wall = when.wall(self.zone)
        if wall in walls and not when.all_day:
            return wall
        on_day = [other for other in walls if other.date() == wall.date()]
        if (when.all_day or self.start.all_day) and len(on_day) == 1:
            return on_day[0]
        raise KeyError(f"{self.key}: {when.text} meets {on_day}")

    def date(self, wall, exact, over):
        zone, fields = self.zone, self.fields
        status = {"cancelled": "CANCELLED", "tentative": "TENTATIVE", "postponed": "CANCELLED"}.get(
            over.get("status", fields.get("status")), "CONFIRMED")
        all_day = self.start.all_day
        if "start" in over:
            moved = When(over["start"])
            if over.get("status", fields.get("status")) == "postponed":
                status = "CONFIRMED"
            exact = moved.exact
            if all_day and not moved.all_day:
                all_day, wall = False, moved.wall(zone)
            elif all_day or not moved.all_day:
                wall = moved.wall(zone)
            else:
                wall = datetime.combine(moved.wall(zone).date(), wall.time())
        ending = When(over["end"]) if "end" in over else None
        if all_day:
            length = timedelta(days=1)
            if "end" in fields:
                length += When(fields["end"]).wall(zone).date() - self.start.wall(zone).date()
            last = ending.wall(zone).date() if ending else wall.date() + length - timedelta(days=1)
            return wall.date(), last + timedelta(days=1), status
        begin = exact or resolve(wall, zone)
        if ending:
            return begin, ending.over(zone), status
        if self.start.all_day:
            # Whole days were meant: until the midnight after as many.
            length = timedelta(days=1)
            if "end" in fields:
                length += When(fields["end"]).wall(zone).date() - self.start.wall(zone).date()
            return begin, resolve(datetime.combine(wall.date() + length, time()), zone), status
        if "duration" in fields:
            return begin, begin + duration(fields["duration"]), status
        if "end" not in fields:
            return begin, begin, status
        end = When(fields["end"])
        if wall == self.start.wall(zone):
            return begin, end.instant(zone), status
        finish = resolve(wall + (end.wall(zone) - self.start.wall(zone)), zone)
        if finish <= begin:
            finish = begin + (end.instant(zone) - self.start.instant(zone))
        return begin, finish, status


class When:
    """`2026-12`, `2026-12-03`, `2026-12-03T18:00`, `2026-12-03T18:00+01:00`."""

    def __init__(self, text):
        self.text = str(text).strip()
        self.month_only = bool(re.fullmatch(r"\d{4}-\d\d", self.text))
        self.all_day = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", self.text))
        at = None if self.month_only else datetime.fromisoformat(self.text.replace("Z", "+00:00"))
        self.exact = at.astimezone(UTC) if at and at.tzinfo else None
        self.at = at

    def wall(self, zone):
        return self.exact.astimezone(zone).replace(tzinfo=None) if self.exact else self.at

    def instant(self, zone):
        return self.exact or resolve(self.at, zone)

    def over(self, zone):
        return resolve(self.at + timedelta(days=1), zone) if self.all_day else self.instant(zone)


def resolve(wall, zone):
    """PEP 495, fold 0: before a gap and in the first of two."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def as_instant(at):
    return at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)


def duration(text):
    found = re.fullmatch(r"(?:PT?)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?", text.upper())
    days, hours, minutes = (int(n or 0) for n in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def slug(word):
    return re.sub(r"[^\w+.]+", "-", word.casefold()).strip("-.")


def group_zone(fields, hub):
    return (hub.get("groups", {}).get(fields.get("group")) or {}).get("timezone")


def read_hub(folder, now):
    """The settings of a hub and its live events."""
    folder = Path(folder)
    hub = yaml.load((folder / "hub.yaml").read_text("utf-8"), Words)
    languages = hub.get("languages", ["en"])
    events = []
    by_key = {}
    for file in sorted((folder / "content/events").rglob("*.md")):
        name = file.relative_to(folder / "content/events").with_suffix("").as_posix()
        key, _, language = name.rpartition(".") if name.rpartition(".")[2] in languages else (name, "", languages[0])
        key = key.removesuffix("/index")
        front = re.match(r"---\n(.*?)\n---\n", file.read_text("utf-8"), re.DOTALL)
        if key != "index" and front:
            by_key.setdefault(key, {})[language] = yaml.load(front[1], Words)
    for key, editions in by_key.items():
        fields = next(editions[language] for language in languages if language in editions)
        published = When(fields["date"]) if "date" in fields else None
        zone = zoneinfo.ZoneInfo(hub["timezone"])
        if fields.get("draft") is True or published and published.instant(zone) > now:
            continue
        events.append(Event(key, fields, hub))
    return hub, events
