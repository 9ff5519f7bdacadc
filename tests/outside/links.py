"""Follows every link of a built site: pages, styles, feeds, sitemaps.

An internal link must land on a file, and its #fragment on an id there. Nothing may point outside the base path, at a
scheme that is not a place, or be relative where it is read from elsewhere (canonical, hreflang, Open Graph, feeds).
"""

import json
import re
from collections import defaultdict
from urllib.parse import unquote, urldefrag, urlsplit

from output import is_redirect, links_in, parse_xml, read_fragment, read_page, run_checker

PLACES = {"http", "https", "mailto", "tel", "sms", "webcal", "webcals", "geo", "xmpp", "irc", "ircs", "matrix"}
XML_LINKS = {"link", "loc", "url", "uri", "docs", "comments", "logo", "icon"}
XML_HTML = {"description", "encoded", "summary", "content"}
JSON_LINKS = {"url", "external_url", "home_page_url", "feed_url", "icon", "favicon", "image", "banner_image", "avatar"}


def check(output):
    faults = defaultdict(list)  # (link, why) -> names of the files that have it
    pages = output.files("*.html")
    ids, links = {}, []
    for file in pages:
        page = read_page(file)
        ids[file] = set(page.xpath("//@id")) | set(page.xpath("//a/@name"))
        absolute = file.name == "404.html"  # it answers at any depth, so a relative link leads anywhere
        for link, must in links_in(page):
            rooted = absolute and (link.startswith("/") or link.startswith("#"))
            links.append((file, link, must or (absolute and not rooted)))
        if is_redirect(page) and not page.xpath("//a[@href]"):
            faults["", "is a redirect without a link to click"].append(output.name(file))

    links += [(file, link, False) for file in output.files("*.css") for link in css_links(file.read_text("utf-8"))]
    for file in output.files("*.xml"):
        root = parse_xml(file, lambda why, file=file: faults["", why].append(output.name(file)))
        links += [(file, link, True) for link in ([] if root is None else xml_links(root))]
    links += [(file, link, True) for file in output.files("feed.json") for link in feed_json_links(file)]

    verdicts = {}
    for file, link, must_be_absolute in links:
        key = (output.resolve(file, link), link, must_be_absolute)
        if key not in verdicts:
            verdicts[key] = verdict(output, ids, *key)
        if verdicts[key]:
            faults[link, verdicts[key]].append(output.name(file))

    if not pages:
        faults["", "holds no page at all"].append(str(output.folder))
    lines = [f"{files[0]}{more(files)}: {link} {why}" for (link, why), files in sorted(faults.items())]
    return f"{len(links)} links in {len(pages)} pages and their styles, feeds and sitemaps", lines


def verdict(output, ids, address, link, must_be_absolute):
    """Why a link is wrong, or None."""
    scheme = urlsplit(link).scheme
    if not link:
        return "is empty"
    if link.startswith("//"):
        return "names a host without a scheme"
    if must_be_absolute and not scheme:
        return "must be absolute: it is read from elsewhere"
    if urlsplit(address).scheme not in PLACES:
        return f"has a scheme that is not a place: {urlsplit(address).scheme}"
    if not output.is_ours(address):
        return None
    file, why = output.lookup(urldefrag(address).url)
    if file is None:
        return why
    fragment = unquote(urlsplit(address).fragment)
    if fragment in ("", "top") or fragment.startswith(":~:"):
        return None
    if file not in ids and file.suffix == ".svg":
        ids[file] = set(re.findall(r'\bid="([^"]+)"', file.read_text("utf-8")))
    if fragment not in ids.get(file, set()):
        return f"has no such id on {output.name(file)}"
    return None


def css_links(text):
    """url() and @import of a style, without the pictures it carries within itself."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = re.findall(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"']*))\s*\)|@import\s+[\"']([^\"']+)", text)
    links = ("".join(groups).strip() for groups in found)
    return [link for link in links if not link.startswith(("data:", "#"))]


def xml_links(root):
    for element in root.iter("*"):
        local = element.tag.rsplit("}")[-1]
        text = (element.text or "").strip()
        yield from (element.get(name) for name in ("href", "src", "url", "uri") if element.get(name))
        if local in XML_LINKS and text or local == "guid" and element.get("isPermaLink", "true") == "true":
            yield text
        elif local in XML_HTML:
            yield from (link for link, _ in links_in(read_fragment(text)))


def feed_json_links(file):
    def walk(value, key):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, key)
        elif key in JSON_LINKS:
            yield value
        elif key == "content_html":
            yield from (link for link, _ in links_in(read_fragment(value)))

    yield from walk(json.loads(file.read_text("utf-8")), None)


def more(files):
    return f" and {len(files) - 1} more files" if len(files) > 1 else ""


if __name__ == "__main__":
    run_checker(__doc__, check)
