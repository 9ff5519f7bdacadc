"""Looks for words that must not be public in every byte and every file name a build wrote.

HUB is a hub full of what nobody may see yet: drafts, plans, notes, people who did not agree. Each such thing carries a
word of its own that stands in HUB/canaries.txt and nowhere else. A line there is the word and, where it is public, the
one file that may hold it. The words end in "leak" and are one word each, so that a search index cannot cut them up.
"""

import argparse
import gzip
import re
from pathlib import Path

from output import report


def check(out, hub):
    faults = []
    canaries = read_canaries(hub / "canaries.txt")
    planted = b"\n".join(searched(hub, file) for file in files(hub) if file.name != "canaries.txt")
    for word in sorted(set(re.findall(rb"\b[a-z]+leak\b", planted)) ^ {word.encode() for word in canaries}):
        faults.append(f"{word.decode()}: stands in the hub or in canaries.txt, but not in both")

    found_at = {word: set() for word in canaries}
    for file in files(out):
        text = searched(out, file)
        for word in canaries:
            if word.encode() in text:
                found_at[word].add(file.relative_to(out).as_posix())
    for word, allowed in canaries.items():
        for name in sorted(found_at[word] - {allowed}):
            faults.append(f"{name}: holds {word}")
        if allowed and allowed not in found_at[word]:
            faults.append(f"{allowed}: does not hold {word}, which shows that this check sees what is there")
    return f"{len(canaries)} words in {len(files(out))} files", faults


def read_canaries(file):
    lines = [line.split("#")[0].split() for line in file.read_text("utf-8").splitlines()]
    return {line[0]: line[1] if len(line) > 1 else None for line in lines if line}


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def searched(folder, file):
    """Name and content in lower case, unpacked where it is packed."""
    content = file.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return (file.relative_to(folder).as_posix().encode() + b"\n" + content).lower()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path, help="folder that a build of the hub wrote")
    arguments.add_argument("hub", type=Path, help="the hub with the words")
    given = arguments.parse_args()
    report(*check(given.out, given.hub))
