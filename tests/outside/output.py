"""A build's output as the web sees it: addresses that lead to files, and files that hold addresses.

It shares no code and no idea with hubgen, so that one mistake is not made twice.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree, html

LINK_ATTRIBUTES = ("href", "src", "poster", "action", "formaction", "cite", "data", "xlink:href")
JSON_LD_ADDRESSES = ("@id", "url", "image", "item", "logo", "sameAs", "mainEntityOfPage")


class Output:
    def __init__(self, folder, base_url):
        if not base_url.endswith("/"):
            raise ValueError("a base URL ends with a slash")
        self.folder = Path(folder)
        self.base_url = base_url

    def files(self, pattern):
        return sorted(path for path in self.folder.rglob(pattern) if path.is_file())

    def name(self, file):
        return file.relative_to(self.folder).as_posix()

    def address(self, file):
        name = self.name(file)
        if name == "index.html" or name.endswith("/index.html"):
            name = name[: -len("index.html")]
        return self.base_url + quote(name)

    def is_ours(self, url):
        return re.sub("^webcals?:", "https:", url).split("/")[:3] == self.base_url.split("/")[:3]

    def lookup(self, url):
        """The file an address of this site leads to; or None, and why not."""
        path, base = unquote(urlsplit(url).path), urlsplit(self.base_url).path
        if not path.startswith(base):
            return None, f"leaves {base}"
        file = self.folder / path[len(base):]
        if ".." in file.relative_to(self.folder).parts:
            return None, "climbs out of the site"
        if path.endswith("/"):
            file = file / "index.html"
        if file.is_dir():
            return None, "is a folder: its last slash is missing"
        return (file, None) if file.is_file() else (None, "leads to no file")

    def resolve(self, file, link):
        return urljoin(self.address(file), link)


def read_page(file):
    return html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def read_fragment(text):
    return html.fragment_fromstring(text, create_parent="div") if "<" in text else html.Element("div")


def is_redirect(page):
    return bool(page.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']"))


def says_noindex(page):
    return any("noindex" in value for value in page.xpath("//meta[@name='robots']/@content"))


def links_in(tree):
    """Yields (address, must be absolute) for everything in a page that holds an address."""
    for element in tree.iter("*"):
        elsewhere = element.tag == "link" and (element.get("rel") == "canonical" or element.get("hreflang"))
        for attribute in LINK_ATTRIBUTES:
            if element.get(attribute) is not None:
                yield element.get(attribute).strip(), bool(elsewhere)
        for attribute in ("srcset", "imagesrcset"):
            for candidate in re.split(r",\s+", element.get(attribute, "").strip()):
                if candidate:
                    yield candidate.split()[0], False
        if element.tag == "meta":
            yield from _links_in_meta(element)
        if element.tag == "script" and element.get("type") == "application/ld+json":
            yield from ((address, True) for address in _links_in_json_ld(json.loads(element.text)))


def _links_in_meta(element):
    content, kind = element.get("content", ""), element.get("property") or element.get("name") or ""
    if element.get("http-equiv", "").lower() == "refresh" and "=" in content:
        yield content.split("=", 1)[1].strip(" '\""), False
    elif kind in ("og:url", "twitter:image") or re.fullmatch("og:(image|video|audio)(:(secure_)?url)?", kind):
        yield content, True


def _links_in_json_ld(value, key=None):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _links_in_json_ld(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _links_in_json_ld(inner, key)
    elif isinstance(value, str) and key in JSON_LD_ADDRESSES:
        if key != "@id" or value.startswith("http"):  # an id may be any name, an address must lead somewhere
            yield value


def run_checker(description, check):
    """Command line of a checker: `check(Output)` returns what it looked at and a list of faults."""
    arguments = argparse.ArgumentParser(description=description.splitlines()[0])
    arguments.add_argument("out", help="folder that a build wrote")
    arguments.add_argument("--base-url", required=True, help="the address it was built for")
    given = arguments.parse_args()
    looked_at, faults = check(Output(given.out, given.base_url))
    report(looked_at, faults)


def report(looked_at, faults):
    shown = faults[:60] + ([f"… and {len(faults) - 60} more"] if len(faults) > 60 else [])
    print("\n".join(shown + [f"{looked_at}: {len(faults) or 'no'} fault{'s' if len(faults) != 1 else ''}"]))
    sys.exit(1 if faults else 0)


def parse_xml(file, fault):
    """The root of a well-formed XML file without tricks; else a fault and None."""
    try:
        return etree.fromstring(file.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        fault(f"is not well-formed XML: {error}")
        return None
