"""Breaks a small right site in one place at a time: a checker that stays silent then checks nothing."""

import gzip
import shutil
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "calendars"))

import calendars
import feeds
import links
import privacy
import sitemap
from output import Output

BASE = "https://checked.example/repo/"
TAG = "tag:checked.example,2026:"

PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A page</title>
<link rel="canonical" href="{base}{path}">
<link rel="alternate" hreflang="en" href="{base}"><link rel="alternate" hreflang="ar" href="{base}ar/">
<link rel="alternate" hreflang="x-default" href="{base}">
<meta property="og:url" content="{base}{path}"><link rel="stylesheet" href="/repo/style.css">
<script type="application/ld+json">{{"@id": "tag:x", "item": [{{"url": "{base}#more"}}]}}</script>
</head><body><h1 id="more">Words</h1><a href="#more">more</a> <a href="/repo/ar/#more">Arabic</a>
<a href="{base}">home</a> <a href="https://elsewhere.example/">elsewhere</a> <a href="mailto:a@checked.example">write</a>
<img src="/repo/mark.svg" srcset="/repo/mark.svg 1x, /repo/mark.svg 2x" alt=""><a href="/repo/old/">old</a></body></html>
"""
MAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>
"""
URL = """<url><loc>{base}{path}</loc><lastmod>2026-11-01</lastmod>
<xhtml:link rel="alternate" hreflang="en" href="{base}"/><xhtml:link rel="alternate" hreflang="ar" href="{base}ar/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="{base}"/></url>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title><link>{base}</link>
<description>All of it</description><language>en</language><atom:link rel="self" href="{base}rss.xml"/>
<item><title>Two</title><link>{base}#more</link><guid isPermaLink="false">{tag}two</guid>
<pubDate>Mon, 02 Nov 2026 09:00:00 +0100</pubDate><description>&lt;a href="{base}"&gt;home&lt;/a&gt;</description></item>
<item><title>One</title><link>{base}ar/</link><guid isPermaLink="false">{tag}one</guid>
<pubDate>Sun, 01 Nov 2026 09:00:00 +0000</pubDate></item></channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>{tag}news</id><title>News</title>
<updated>2026-11-02T08:00:00Z</updated><author><name>Us</name></author>
<link rel="self" href="{base}atom.xml"/><link href="{base}"/>
<entry><id>{tag}two</id><title>Two</title><link href="{base}#more"/><published>2026-11-02T08:00:00Z</published>
<updated>2026-11-02T08:00:00Z</updated><content type="html">&lt;a href="{base}"&gt;home&lt;/a&gt;</content></entry>
<entry><id>{tag}one</id><title>One</title><link href="{base}ar/"/><published>2026-11-01T09:00:00Z</published>
<updated>2026-11-01T09:00:00Z</updated><summary>Words</summary></entry></feed>
"""
JSON = """{{"version": "https://jsonfeed.org/version/1.1", "title": "News", "home_page_url": "{base}",
"feed_url": "{base}feed.json", "language": "en", "authors": [{{"name": "Us"}}], "items": [
{{"id": "{tag}two", "url": "{base}#more", "title": "Two", "date_published": "2026-11-02T09:00:00+01:00",
"content_html": "<a href='{base}'>home</a>"}},
{{"id": "{tag}one", "url": "{base}ar/", "title": "One", "date_published": "2026-11-01T09:00:00Z", "content_text": "Words"}}]}}
"""
RIGHT = {
    "index.html": PAGE.format(base=BASE, lang="en", path=""),
    "ar/index.html": PAGE.format(base=BASE, lang="ar", path="ar/"),
    "404.html": f'<!DOCTYPE html><html lang="en"><a href="{BASE}">home</a><img src="/repo/mark.svg" alt=""></html>',
    "old/index.html": f'<meta http-equiv="refresh" content="0; url={BASE}ar/"><a href="{BASE}ar/">moved</a>',
    "style.css": '/* url(gone.png) */ a { background: url("mark.svg#dot"), url(data:image/png;base64,AA) }',
    "mark.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="dot"/></svg>',
    "rss.xml": RSS.format(base=BASE, tag=TAG), "atom.xml": ATOM.format(base=BASE, tag=TAG),
    "feed.json": JSON.format(base=BASE, tag=TAG),
    "sitemap.xml": MAP.format(urls=URL.format(base=BASE, path="") + URL.format(base=BASE, path="ar/")),
}
BREAKS = [  # checker, file, what stands there, what shall stand there instead, what the checker must say
    (links, "index.html", "/repo/ar/#more", "/repo/ar/#less", "no such id"),
    (links, "index.html", "/repo/ar/#more", "/repo/xx/", "leads to no file"),
    (links, "index.html", "/repo/ar/#more", "/repo/ar", "last slash"),
    (links, "index.html", "/repo/ar/#more", "/ar/", "leaves /repo/"),
    (links, "index.html", "/repo/ar/#more", "../", "leaves /repo/"),
    (links, "index.html", "/repo/ar/#more", "/repo/%2e%2e/repo/", "climbs"),
    (links, "index.html", "/repo/ar/#more", "//elsewhere.example/", "without a scheme"),
    (links, "index.html", "/repo/ar/#more", "javascript:alert(1)", "not a place"),
    (links, "index.html", "/repo/ar/#more", "webcal://checked.example/repo/events.ics", "leads to no file"),
    (links, "index.html", "/repo/ar/#more", "", "is empty"),
    (links, "index.html", "mark.svg 2x", "gone.svg 2x", "leads to no file"),
    (links, "index.html", f'href="{BASE}ar/"', 'href="/repo/ar/"', "must be absolute"),
    (links, "index.html", f'content="{BASE}"', 'content="/repo/"', "must be absolute"),
    (links, "index.html", f'"url": "{BASE}#more"', f'"url": "{BASE}gone/"', "leads to no file"),
    (links, "404.html", "/repo/mark.svg", "mark.svg", "must be absolute"),
    (links, "old/index.html", f"url={BASE}ar/", "url=/repo/gone/", "leads to no file"),
    (links, "old/index.html", f'<a href="{BASE}ar/">moved</a>', "", "without a link"),
    (links, "style.css", "mark.svg#dot", "mark.svg#dash", "no such id"),
    (links, "style.css", "mark.svg#dot", "gone.woff2", "leads to no file"),
    (links, "rss.xml", f"<link>{BASE}ar/", f"<link>{BASE}gone/", "leads to no file"),
    (links, "rss.xml", f'&lt;a href="{BASE}', f'&lt;a href="{BASE}gone/', "leads to no file"),
    (links, "feed.json", f"<a href='{BASE}'", f"<a href='{BASE}#gone'", "no such id"),
    (links, "sitemap.xml", f"<loc>{BASE}ar/", f"<loc>{BASE}gone/", "leads to no file"),
    (links, "sitemap.xml", "</urlset>", "", "not well-formed"),
    (feeds, "rss.xml", "</channel>", "", "not well-formed"),
    (feeds, "rss.xml", None, None, "is missing"),
    (feeds, "rss.xml", ' isPermaLink="false"', "", "isPermaLink"),
    (feeds, "rss.xml", "Mon, 02", "Tue, 02", "wrong weekday"),
    (feeds, "rss.xml", "Mon, 02 Nov", "2 November", "not RFC 822"),
    (feeds, "rss.xml", "02 Nov 2026", "31 Nov 2026", "does not exist"),
    (feeds, "rss.xml", "09:00:00 +0100", "09:00:00 +0000", "an item differs"),
    (feeds, "rss.xml", "<title>One", "<title>Won", "an item differs"),
    (feeds, "rss.xml", f"{TAG}one", f"{TAG}two", "2 times"),
    (feeds, "rss.xml", "<language>en</language>", "", "no language"),
    (feeds, "rss.xml", "rss.xml", "feed.xml", "calls itself"),
    (feeds, "rss.xml", f'&lt;a href="{BASE}', '&lt;a href="/repo/', "not absolute"),
    (feeds, "rss.xml", '<rss version="2.0"', '<rss version="0.91"', "feedparser sees rss091"),
    (feeds, "atom.xml", "<author><name>Us</name></author>", "", "names an author"),
    (feeds, "atom.xml", "<title>One</title>", "", "0 × <title>"),
    (feeds, "atom.xml", "<title>One</title>", "<title>One</title><guid/>", "1 × <guid>"),
    (feeds, "atom.xml", "<title>One</title>", '<title type="html">One</title>', "plain text"),
    (feeds, "atom.xml", "<published>2026-11-01T09:00:00Z", "<published>2026-11-03T09:00:00Z", "newest to oldest"),
    (feeds, "atom.xml", "<updated>2026-11-01T09:00:00Z", "<updated>2026-11-01", "not RFC 3339"),
    (feeds, "atom.xml", 'rel="self"', 'rel="related"', "0 links rel=self"),
    (feeds, "atom.xml", 'xml:lang="en"', 'xml:lang="ar"', "its language"),
    (feeds, "atom.xml", "&lt;a", "&lt;script&gt;&lt;/script&gt;&lt;a", "<script>"),
    (feeds, "atom.xml", f"{TAG}one", "https://checked.example/one", "no tag: URI"),
    (feeds, "feed.json", "version/1.1", "version/1", "has version"),
    (feeds, "feed.json", '"url"', '"link"', "not JSON Feed"),
    (feeds, "feed.json", '"content_text"', '"summary"', "neither"),
    (feeds, "feed.json", f"{BASE}ar/", f"{BASE}#more", "another feed calls it"),
    (feeds, "feed.json", '"language": "en", ', "", "lacks language"),
    (sitemap, "sitemap.xml", None, None, "is missing"),
    (sitemap, "sitemap.xml", f"<loc>{BASE}ar/", f"<loc>{BASE}", "2 times"),
    (sitemap, "sitemap.xml", f"<loc>{BASE}ar/", f"<loc>{BASE}", "not in the sitemap"),
    (sitemap, "sitemap.xml", f"<loc>{BASE}ar/", f"<loc>{BASE}old/", "is a redirect"),
    (sitemap, "sitemap.xml", f"<loc>{BASE}ar/", "<loc>/repo/ar/", "not of this site"),
    (sitemap, "sitemap.xml", "2026-11-01", "1 November", "lastmod"),
    (sitemap, "ar/index.html", "<title>", '<meta name="robots" content="noindex"><title>', "says noindex"),
    (sitemap, "ar/index.html", f'canonical" href="{BASE}ar/', f'canonical" href="{BASE}', "canonical"),
    (sitemap, "ar/index.html", f'hreflang="ar" href="{BASE}ar/', f'hreflang="ar" href="{BASE}', "do not name it so"),
    (sitemap, "ar/index.html", f'<link rel="alternate" hreflang="en" href="{BASE}">', "", "other translations"),
]


HUB = {
    "hub.yaml": "id: checked.example\ntimezone: UTC\n",
    "content/events/one.md": "---\nstart: 2026-10-03T22:00\nend: 2026-10-04T06:00\ntimezone: Europe/Athens\n"
                             "rrule: FREQ=WEEKLY;COUNT=4\nexdate: [2026-10-10]\n"
                             "overrides: [{occurrence: 2026-10-17, status: cancelled}]\n---\n",
}
EVENT = """BEGIN:VEVENT
UID:one@checked.example
DTSTAMP:20260101T000000Z
LAST-MODIFIED:20260101T000000Z
SEQUENCE:0
SUMMARY;LANGUAGE=el:Μία νύχτα
ORGANIZER;CN="Us":mailto:us@checked.example
"""
ICS = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//checked//EN
METHOD:PUBLISH
NAME:One
X-WR-CALNAME:One
REFRESH-INTERVAL;VALUE=DURATION:PT12H
BEGIN:VTIMEZONE
TZID:Europe/Athens
BEGIN:DAYLIGHT
DTSTART:20260329T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
{EVENT}STATUS:CONFIRMED
DTSTART;TZID=Europe/Athens:20261003T220000
DTEND;TZID=Europe/Athens:20261004T060000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Athens:20261010T220000
END:VEVENT
{EVENT}STATUS:CANCELLED
RECURRENCE-ID;TZID=Europe/Athens:20261017T220000
DTSTART;TZID=Europe/Athens:20261017T220000
DTEND;TZID=Europe/Athens:20261018T060000
END:VEVENT
{EVENT}STATUS:CONFIRMED
RECURRENCE-ID;TZID=Europe/Athens:20261024T220000
DTSTART;TZID=Europe/Athens:20261024T220000
DTEND;TZID=Europe/Athens:20261025T060000
END:VEVENT
END:VCALENDAR
"""
LONG = "x" * 80
# What is wrong with a calendar, and which readers must say so.
ICS_BREAKS = [
    ("\r\n", "\n", "half a CRLF"),
    ("SUMMARY;LANGUAGE=el:Μία", f"SUMMARY;LANGUAGE=el:{LONG}", "octets"),
    ("SUMMARY;LANGUAGE=el:Μ".encode(), b"SUMMARY;LANGUAGE=el:\xce\r\n \x9c", "splits a character"),
    ("NAME:One", "NAME:One\a", "control character"),
    ("NAME:One", "NAME One", "no content line"),
    ("NAME:One\r\nX", "X", "lacks NAME"),
    ("TZID:Europe/Athens", "TZID:Europe/Atene", "named and not described"),
    ("SEQUENCE:0\r\n", "", "not one SEQUENCE"),
    ('ORGANIZER;CN="Us":mailto:us@checked.example\r\n', "", "libical complains"),
    ("20261003T220000", "20261003T210000", "ical.js sees what is not there"),
    ("COUNT=4", "COUNT=5", "libical sees what is not there"),
    ("COUNT=4", "COUNT=3", "ical.js does not see"),
    ("20261004T060000", "20261004T070000", "Python icalendar does not see"),
    ("EXDATE;TZID=Europe/Athens:20261010", "EXDATE;TZID=Europe/Athens:20261011", "2026-10-10T19:00Z"),
    ("STATUS:CANCELLED", "STATUS:CONFIRMED", "libical does not see"),
    ("DTSTART:20260329T030000", "DTSTART:20261129T030000", "ical.js does not see"),
    ("TZOFFSETTO:+0200", "TZOFFSETTO:+0100", "libical does not see"),
    ("20261025T060000", "20261025T070000", "ical.js sees what is not there"),
    ("RRULE:FREQ=WEEKLY", "RRULE:FREQ=OFTEN", "complains"),
]


def calendars_see(libical):
    """What is wrong with the checker of calendars; without a word where a reader is not here."""
    if not shutil.which("node") or not Path(__file__).parent.joinpath("../browser/node_modules/ical.js").exists():
        return [], 0
    wrong, planted = [], [breaking for breaking in ICS_BREAKS if libical or "libical" not in breaking[2]]
    with tempfile.TemporaryDirectory() as folder:
        hub, out = Path(folder, "hub"), Path(folder, "out")
        write(hub, HUB)
        for old, new, expected in [(b"", b"", None), *planted]:
            old, new = (text if isinstance(text, bytes) else text.encode() for text in (old, new))
            right = ICS.replace("\n", "\r\n").encode()
            if old not in right:
                wrong.append(f"the calendar does not hold {old}")
            for name in ("events/events.ics", "events/one/event.ics"):
                write(out, {name: right.replace(old, new, 1) if old else right})
            faults = "\n".join(calendars.check(out, hub, "", datetime(2026, 11, 1, tzinfo=timezone.utc), libical)[2])
            if faults if expected is None else expected not in faults:
                wrong.append(f"calendars, {old} -> {new}: says {faults!r}, not {expected!r}")
    return wrong, len(planted)


def write(folder, files):
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def said(check, *arguments):
    return "\n".join(check(*arguments)[1])


def main():
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), RIGHT)
        for checker in (links, feeds, sitemap):
            if said(checker.check, Output(folder, BASE)):
                wrong.append(f"{checker.__name__} on the right site: {said(checker.check, Output(folder, BASE))}")
        for checker, name, old, new, expected in BREAKS:
            file = Path(folder, name)
            if old is None:
                file.unlink()
            elif old in RIGHT[name]:
                file.write_text(RIGHT[name].replace(old, new, 1), "utf-8")
            else:
                wrong.append(f"{name} does not hold {old}")
            message = said(checker.check, Output(folder, BASE))
            if expected not in message:
                wrong.append(f"{checker.__name__}, {name}, {old!r} -> {new!r}: says {message!r}, not {expected!r}")
            write(Path(folder), {name: RIGHT[name]})

    with tempfile.TemporaryDirectory() as folder:
        hub, out = Path(folder, "hub"), Path(folder, "out")
        write(hub, {"canaries.txt": "aleak\nbleak b/index.html\n", "content/a.md": "Aleak", "content/bleak.md": ""})
        for files, expected in [({"b/index.html": "Bleak"}, None), ({"aleak.txt": ""}, "aleak.txt: holds aleak"),
                                ({"x.gz": gzip.compress(b"an ALEAK")}, "x.gz: holds aleak"),
                                ({"rss.xml": "bleak"}, "rss.xml: holds bleak"), ({"b/index.html": ""}, "does not hold")]:
            write(out, {"b/index.html": "Bleak", **files})
            message = said(privacy.check, out, hub)
            if message != "" if expected is None else expected not in message:
                wrong.append(f"privacy with {files}: says {message!r}, not {expected!r}")
            for name in files:
                (out / name).unlink()
        write(hub, {"content/new.md": "newleak"})
        if "newleak: stands in the hub" not in said(privacy.check, out, hub):
            wrong.append("privacy does not see that the list of words is incomplete")

    said_of_calendars, planted = calendars_see(sys.argv[1] if len(sys.argv) > 1 else None)
    wrong += said_of_calendars
    print("\n".join(wrong + [f"{len(BREAKS) + 6 + planted} faults planted, {len(wrong)} not seen as they are"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
