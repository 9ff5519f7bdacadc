"""Compares the sitemap with the pages it stands for, and their translations with each other.

Every address in it answers, may be indexed and calls itself by that address; every page that may be indexed is in it;
and pages that name each other as translations do so from both sides, in the sitemap as in their heads.
"""

import re
from collections import Counter

from output import is_redirect, parse_xml, read_page, run_checker, says_noindex

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
W3C_DATE = re.compile(r"\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?")


def check(output):
    faults = []
    fault = faults.append
    listed = read_sitemap(output, output.folder / "sitemap.xml", fault)
    for address, times in Counter(address for address, _ in listed).items():
        if times > 1:
            fault(f"sitemap.xml: {address} stands there {times} times")
    heads = {}
    for address, alternates in listed:
        file, why = output.lookup(address) if output.is_ours(address) else (None, "is not of this site")
        if file is None:
            fault(f"sitemap.xml: {address} {why}")
            continue
        if file.suffix != ".html":
            fault(f"sitemap.xml: {address} is no page")
            continue
        page = read_page(file)
        if says_noindex(page) or is_redirect(page):
            fault(f"{output.name(file)}: is in the sitemap, but is a redirect or says noindex")
        if page.xpath("//link[@rel='canonical']/@href") != [address]:
            fault(f"{output.name(file)}: its canonical link is not {address}, as the sitemap has it")
        heads[address] = {link.get("hreflang"): link.get("href")
                          for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
        if alternates and alternates != heads[address]:
            fault(f"{output.name(file)}: translations in the sitemap {alternates}, in the page {heads[address]}")
        language = page.get("lang")
        if heads[address] and heads[address].get(language) != address:
            fault(f"{output.name(file)}: is {language}, but its alternates do not name it so: {heads[address]}")

    for address, alternates in heads.items():
        for language, other in alternates.items():
            if other not in heads:
                fault(f"{address}: names {other} as {language}, which is not in the sitemap")
            elif heads[other] != alternates:
                fault(f"{address}: names {other} as {language}, which has other translations: {heads[other]}")

    for file in output.files("*.html"):
        page = read_page(file)
        alone = file.name == "404.html" or says_noindex(page) or is_redirect(page)
        later_page = re.search(r"(^|/)page/\d+/index\.html$", output.name(file))
        if not alone and not later_page and output.address(file) not in heads:
            fault(f"{output.name(file)}: may be indexed, but is not in the sitemap")
    if not listed:
        fault("sitemap.xml: is empty")
    return f"{len(listed)} addresses in the sitemap", faults


def read_sitemap(output, file, fault):
    """(address, its translations by language) of a sitemap, or of all that a sitemap index names."""
    if not file.is_file():
        fault(f"{output.name(file)}: is missing")
        return []
    root = parse_xml(file, lambda why: fault(f"{output.name(file)}: {why}"))
    if root is None:
        return []
    for date in root.iter(MAP + "lastmod"):
        if not W3C_DATE.fullmatch(date.text or ""):
            fault(f"{output.name(file)}: lastmod is no date: {date.text}")
    if root.tag == MAP + "sitemapindex":
        parts = [output.lookup(loc.text) for loc in root.iter(MAP + "loc")]
        return [row for part, _ in parts for row in read_sitemap(output, part or output.folder / "?", fault)]
    if root.tag != MAP + "urlset":
        fault(f"{output.name(file)}: its root is {root.tag}")
    return [(url.findtext(MAP + "loc"), {link.get("hreflang"): link.get("href") for link in url.findall(XHTML_LINK)})
            for url in root.findall(MAP + "url")]


if __name__ == "__main__":
    run_checker(__doc__, check)
