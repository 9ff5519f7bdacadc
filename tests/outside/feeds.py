"""Reads every feed of a built site as strictly as the three formats are written, and compares them.

Wherever there is rss.xml there must be atom.xml and feed.json, and all three must say the same: items in the same
order, newest first, with the same ids, titles, addresses and dates, in the language of the page beside them.
"""

import json
import re
from collections import Counter, namedtuple
from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser

from output import links_in, parse_xml, read_fragment, read_page, run_checker

Item = namedtuple("Item", "id title link published")
Feed = namedtuple("Feed", "address home language items")

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

TAG_URI = re.compile(r"tag:[^,\s]+,\d{4}(-\d\d){0,2}:\S+")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(r"(\w{3}), \d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? ((?!-0000)[+-]\d{4}|GMT|UT)")

# How often RFC 4287 lets each of its elements stand in a feed and in an entry: (at least, at most).
MANY = 10**6
ATOM_BOTH = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "link": (1, MANY), "author": (0, MANY),
             "category": (0, MANY), "contributor": (0, MANY), "rights": (0, 1)}
ATOM_FEED = {**ATOM_BOTH, "subtitle": (0, 1), "generator": (0, 1), "icon": (0, 1), "logo": (0, 1), "entry": (0, MANY)}
ATOM_ENTRY = {**ATOM_BOTH, "published": (1, 1), "summary": (0, 1), "content": (0, 1), "source": (0, 1)}

# JSON Feed 1.1: what a feed and an item may hold. Names starting with an underscore are anyone's own.
JSON_FEED = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "icon": str,
             "favicon": str, "authors": list, "language": str, "expired": bool, "next_url": str, "items": list,
             "user_comment": str, "hubs": list}
JSON_ITEM = {"id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str,
             "summary": str, "image": str, "banner_image": str, "date_published": str, "date_modified": str,
             "authors": list, "tags": list, "language": str, "attachments": list}


def check(output):
    faults, known = [], {}
    readers = {"rss.xml": read_rss, "atom.xml": read_atom, "feed.json": read_json}
    folders = sorted({file.parent for name in readers for file in output.files(name)} | {output.folder})
    for folder in folders:
        feeds = {}
        for name, read in readers.items():
            file = folder / name
            fault = lambda why, file=file: faults.append(f"{output.name(file)}: {why}")
            if not file.is_file():
                fault("is missing beside the others")
                continue
            feeds[name] = read(file, fault)
            if feeds[name]:
                check_feed(output, file, feeds[name], known, fault)
        compare({name: feed for name, feed in feeds.items() if feed}, output.name(folder), faults)
    return f"feeds in {len(folders)} folders, {len(known)} different items", faults


def check_feed(output, file, feed, known, fault):
    """What holds in every format."""
    if feed.address != output.address(file):
        fault(f"calls itself {feed.address}, but is {output.address(file)}")
    page = file.with_name("index.html")
    if page.is_file() and read_page(page).get("lang", "").lower() != (feed.language or "").lower():
        fault(f"says its language is {feed.language}, the page beside it says {read_page(page).get('lang')}")
    for id, times in Counter(item.id for item in feed.items).items():
        if times > 1:
            fault(f"has {id} {times} times")
        if not TAG_URI.fullmatch(id or ""):
            fault(f"has an id that is no tag: URI: {id}")
    for item in feed.items:
        if known.setdefault(item.link, item.id) != item.id:
            fault(f"calls {item.link} {item.id}, another feed calls it {known[item.link]}")
        if not item.title:
            fault(f"has an item without a title: {item.id}")
    dates = [item.published for item in feed.items if item.published]
    if dates != sorted(dates, reverse=True):
        fault("is not sorted from newest to oldest")


def compare(feeds, folder, faults):
    """All formats of one feed against the first."""
    if not feeds:
        return
    (first, standard), *others = feeds.items()
    for name, feed in others:
        if (feed.home, feed.language) != (standard.home, standard.language):
            faults.append(f"{folder}: home or language differ: {first} {standard[1:3]}, {name} {feed[1:3]}")
        if len(feed.items) != len(standard.items):
            faults.append(f"{folder}: {first} has {len(standard.items)} items, {name} has {len(feed.items)}")
        for one, two in zip(standard.items, feed.items):
            if one != two:
                faults.append(f"{folder}: an item differs: {first} {one}, {name} {two}")


def read_rss(file, fault):
    root = parse_xml(file, fault)
    if root is None or not opens_in_a_reader(file, "rss20", len(root.findall("channel/item")), fault):
        return None
    channel = root.find("channel")
    for name in ("title", "link", "description", "language"):
        if not (channel.findtext(name) or "").strip():
            fault(f"channel has no {name}")
    items = []
    for item in channel.findall("item"):
        guid = item.find("guid")
        if guid is None or guid.get("isPermaLink") != "false":
            fault(f"guid must say isPermaLink=\"false\", it is no address: {item.findtext('title')}")
        for name in ("title", "link", "guid", "pubDate", "description", CONTENT):
            if len(item.findall(name)) > 1:
                fault(f"item has {name} twice: {item.findtext('title')}")
        check_text(item.findtext("description"), fault)
        check_text(item.findtext(CONTENT), fault)
        published = rfc822(item.findtext("pubDate"), fault)
        items.append(Item(item.findtext("guid"), item.findtext("title"), item.findtext("link"), published))
    if channel.find("lastBuildDate") is not None:
        rfc822(channel.findtext("lastBuildDate"), fault)
    own = [link.get("href") for link in channel.findall(ATOM + "link") if link.get("rel") == "self"]
    return Feed(own[0] if own else None, channel.findtext("link"), channel.findtext("language"), items)


def read_atom(file, fault):
    root = parse_xml(file, fault)
    if root is None or not opens_in_a_reader(file, "atom10", len(root.findall(ATOM + "entry")), fault):
        return None
    count_elements(root, ATOM_FEED, fault)
    rfc3339(root.findtext(ATOM + "updated"), fault)
    items = []
    for entry in root.findall(ATOM + "entry"):
        count_elements(entry, ATOM_ENTRY, fault)
        if not (root.findall(f"{ATOM}author/{ATOM}name") or entry.findall(f"{ATOM}author/{ATOM}name")):
            fault(f"neither feed nor entry names an author: {entry.findtext(ATOM + 'id')}")
        rfc3339(entry.findtext(ATOM + "updated"), fault)
        published = rfc3339(entry.findtext(ATOM + "published"), fault)
        for text in (entry.find(ATOM + "content"), entry.find(ATOM + "summary")):
            if text is not None and text.get("type") == "html":
                check_text(text.text, fault)
        items.append(Item(entry.findtext(ATOM + "id"), atom_text(entry.find(ATOM + "title"), fault),
                          atom_link(entry, "alternate", fault), published))
    return Feed(atom_link(root, "self", fault), atom_link(root, "alternate", fault), root.get(XML_LANG), items)


def read_json(file, fault):
    try:
        feed = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        fault(f"is not JSON: {error}")
        return None
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        fault(f"has version {feed.get('version')}")
    check_keys(feed, JSON_FEED, ("version", "title", "home_page_url", "feed_url", "language", "items"), fault)
    items = []
    for item in feed.get("items", []):
        check_keys(item, JSON_ITEM, ("id", "url", "title", "date_published"), fault)
        if not ({"content_html", "content_text"} & set(item)):
            fault(f"item has neither content_html nor content_text: {item.get('id')}")
        check_text(item.get("content_html"), fault)
        if "date_modified" in item:
            rfc3339(item["date_modified"], fault)
        for attachment in item.get("attachments", []):
            check_keys(attachment, {"url": str, "mime_type": str, "title": str, "size_in_bytes": int,
                                    "duration_in_seconds": int}, ("url", "mime_type"), fault)
        published = rfc3339(item.get("date_published"), fault)
        items.append(Item(item.get("id"), item.get("title"), item.get("url"), published))
    return Feed(feed.get("feed_url"), feed.get("home_page_url"), feed.get("language"), items)


def opens_in_a_reader(file, version, items, fault):
    parsed = feedparser.parse(file.read_bytes())
    if parsed.bozo or parsed.version != version or len(parsed.entries) != items:
        why = parsed.get("bozo_exception", "")
        fault(f"feedparser sees {parsed.version or 'no feed'} with {len(parsed.entries)} of {items} items. {why}")
        return False
    return True


def count_elements(element, limits, fault):
    counts = Counter(child.tag[len(ATOM):] for child in element.iterchildren(ATOM + "*"))
    for name in sorted(set(counts) | set(limits)):
        least, most = limits.get(name, (0, 0))
        if not least <= counts[name] <= most:
            fault(f"{element.tag[len(ATOM):]} has {counts[name]} × <{name}>: {element.findtext(ATOM + 'id')}")


def check_keys(value, types, required, fault):
    for key in required:
        if key not in value:
            fault(f"lacks {key}: {value.get('id', 'feed')}")
    for key, inner in value.items():
        if not key.startswith("_") and not isinstance(inner, types.get(key, ())):
            fault(f"{key} is not JSON Feed 1.1, or has the wrong type: {inner!r:.60}")
    for author in value.get("authors", []):
        if not isinstance(author, dict) or not set(author) & {"name", "url", "avatar"}:
            fault(f"author without name, url or avatar: {author}")


def check_text(text, fault):
    """Text in a feed is read far from its page, by programs that should not have to clean it."""
    tree = read_fragment(text or "")
    for link, _ in links_in(tree):
        if not re.match("[a-z]+:", link):
            fault(f"has a link that is not absolute: {link}")
    for element in tree.iter("script", "style", "iframe", "object", "form"):
        fault(f"has <{element.tag}> in its text")


def atom_link(element, rel, fault):
    found = [link.get("href") for link in element.findall(ATOM + "link") if link.get("rel", "alternate") == rel]
    if len(found) != 1:
        fault(f"has {len(found)} links rel={rel}: {element.findtext(ATOM + 'id')}")
    return found[0] if found else None


def atom_text(element, fault):
    if element is not None and element.get("type", "text") != "text":
        fault(f"title is {element.get('type')}, but titles are plain text: {element.text}")
    return None if element is None else element.text


def rfc3339(text, fault):
    if not RFC3339.fullmatch(text or ""):
        fault(f"has a date that is not RFC 3339: {text}")
        return None
    return instant(lambda: datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00")), text, fault)


def rfc822(text, fault):
    match = RFC822.fullmatch(text or "")
    if not match:
        fault(f"has a date that is not RFC 822: {text}")
        return None
    date = instant(lambda: parsedate_to_datetime(text), text, fault)
    if date and date.strftime("%a") != match[1]:
        fault(f"has the wrong weekday: {text}")
    return date


def instant(parse, text, fault):
    try:
        return parse()
    except (TypeError, ValueError):
        fault(f"has a date that does not exist: {text}")
        return None


if __name__ == "__main__":
    run_checker(__doc__, check)
