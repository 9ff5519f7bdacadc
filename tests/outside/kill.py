"""Kills hubgen in the middle of builds and looks at what it leaves in the output.

A hub of 300 articles changes between two versions: B deletes, renames, retitles, rewrites and retags articles of A,
brings new ones and changes a picture, a style and the colour. While an output is built from one to the other and back,
hubgen is killed again and again. At each of these moments every file must be whole, which means: the very bytes a
clean build of A or of B writes there; and every asset a page or a style names must be there. At last a build that
nobody kills must leave exactly what a clean one does.
"""

import argparse
import hashlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from links import css_links
from output import Output, links_in, read_page

BASE_URL = "https://killed.example/hub/"
NOW = "2026-11-21T12:00Z"
ASSETS = re.compile(r"\.(css|m?js|svg|png|jpe?g|webp|avif|gif|ico|woff2?|wasm)$")
STYLES = Path(__file__).parents[2] / "themes/commons/assets"

SETTINGS = """
title: Killed
description: A hub whose builds do not end well.
id: killed.example
base_url: {base_url}
languages: [en, ar]
timezone: Africa/Casablanca
brand: {{colour: "{colour}"}}
"""
KINDS = [  # folder, file name, fields besides those all share
    ("events/", "event-{n}", "title: {title}\nstart: 2026-12-{day:02}T18:00\nduration: 90m\n"),
    ("calendar/", "2026-10-{day:02}-post-{n}", "title: {title}\n"),
    ("members/", "member-{n}", "name: {title}\nconsent: true\n"),
    ("guidelines/", "guideline-{n}", "title: {title}\nversion: 1\n"),
    ("faq/", "topic-{n}", "title: {title}\n"),
    ("", "page-{n}", "title: {title}\n"),
]


def make_hub(version):
    """Path -> bytes of version A or B."""
    new = version == "B"
    hub = {"hub.yaml": SETTINGS.format(base_url=BASE_URL, colour="#7a1f3d" if new else "#0a5c6b"),
           "content/index.md": "---\ntitle: Home\n---\nWelcome.\n",
           "static/same.txt": f"Version {version}\n", f"static/only-{version}.txt": "Here.\n"}
    for n in range(310 if new else 300):
        change = n % 10 if new and n < 300 else None
        folder, name, fields = KINDS[n // 10 % len(KINDS)]
        name = name.format(n=n, day=n % 28 + 1)
        if change == 0:
            continue
        if change == 1:
            fields += f"aliases: [/{folder}{name}/]\n"
            name += "-renamed"
        fields = fields.format(title=f"Article {n}{' anew' if change == 2 else ''}", day=n % 28 + 1)
        tag = n % 12 + (1 if change == 4 else 0)
        body = f"## Words\n\n{'Rewritten. ' if change == 3 else ''}{f'Some words about {n}. ' * 40}\n"
        text = f"---\n{fields}date: 2026-10-{n % 28 + 1:02}\ntags: [tag-{tag}]\n---\n{body}"
        if n % 10 == 5:
            picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h{9 if new else 8}v{n}z"/></svg>'
            hub[f"content/{folder}{name}/picture.svg"] = picture
            hub[f"content/{folder}{name}/index.md"] = f"{text}\n![A triangle](picture.svg)\n"
        else:
            hub[f"content/{folder}{name}.md"] = text
            if n % 7 == 0 and folder != "members/":
                hub[f"content/{folder}{name}.ar.md"] = f"---\ntitle: مقال {n}\n---\n{body}"
    if new:
        for style in STYLES.rglob("*.css"):
            hub[f"assets/{style.relative_to(STYLES).as_posix()}"] = style.read_text("utf-8") + "\n.anew { color: red }\n"
    return {path: text.encode() for path, text in hub.items()}


def lay(folder, hub):
    """Makes the folder hold this version; what does not change is not touched, as when a person edits."""
    for file in [file for top in ("content", "static", "assets") for file in (folder / top).rglob("*") if file.is_file()]:
        if file.relative_to(folder).as_posix() not in hub:
            file.unlink()
    for path, content in hub.items():
        file = folder / path
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def start(binary, hub, out):
    command = [binary, "build", str(hub), "--output", str(out), "--now", NOW]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process):
    complaint = process.communicate()[1].decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"a build that was not killed ended with {process.returncode}:\n{complaint}")


def read_output(out):
    """Name -> digest of every file, hubgen's own notes (names with a dot) apart: {name: digest}, {names of notes}."""
    names = {file.relative_to(out).as_posix(): file for file in out.rglob("*") if file.is_file()}
    notes = {name for name in names if re.search(r"(^|/)\.", name) and name != ".nojekyll"}
    return {name: hashlib.sha256(file.read_bytes()).digest() for name, file in names.items() if name not in notes}, notes


def assets_named(folder):
    """Digest of a page or style -> names of the assets it asks for."""
    output, named = Output(folder, BASE_URL), {}
    for file in output.files("*.html") + output.files("*.css"):
        links = css_links(file.read_text("utf-8")) if file.suffix == ".css" else (link for link, _ in links_in(read_page(file)))
        addresses = (output.resolve(file, link) for link in links)
        found = {output.lookup(address)[0] for address in addresses if output.is_ours(address)} - {None}
        names = {output.name(asset) for asset in found if ASSETS.search(asset.name)}
        named[hashlib.sha256(file.read_bytes()).digest()] = names
    return named


def faults_in(files, clean, named):
    for name, digest in files.items():
        if digest not in (clean["A"].get(name), clean["B"].get(name)):
            yield f"{name}: is not what a clean build of either version writes there"
        for asset in named.get(digest, set()) - set(files):
            yield f"{name}: names {asset}, which is not there"


def once_writing(process, out, delay):
    """Waits until the bookkeeping in `out` is touched, which is when files begin to move, and `delay` seconds more."""
    def touched():
        return max((p.stat().st_mtime_ns for p in out.glob(".hubgen*") if p.is_file()), default=0)

    began, before = time.monotonic(), touched()
    while process.poll() is None and touched() == before:
        time.sleep(0.0002)
    time.sleep(delay)
    return time.monotonic() - began


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary", help="the hubgen to kill")
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    work = Path(tempfile.mkdtemp(prefix="hubgen-kill-"))
    try:
        run(given, work)
    finally:
        shutil.rmtree(work)


def run(given, work):
    hubs = {version: make_hub(version) for version in "AB"}
    clean, named = {}, {}
    for version in "AB":
        lay(work / f"hub-{version}", hubs[version])
        finish(start(given.binary, work / f"hub-{version}", work / f"clean-{version}"))
        clean[version], _ = read_output(work / f"clean-{version}")
        named.update(assets_named(work / f"clean-{version}"))
    if not any(ASSETS.search(name) and clean["B"].get(name) != digest for name, digest in clean["A"].items()):
        sys.exit("A and B have the same assets, so this would say nothing of dead ones")

    hub, out, seconds, writings = work / "hub", work / "out", [], []
    for version in "ABABA":
        lay(hub, hubs[version])
        began = time.monotonic()
        process = start(given.binary, hub, out)
        before_writing = once_writing(process, out, 0)
        finish(process)
        seconds.append(time.monotonic() - began)
        writings.append(seconds[-1] - before_writing)
    whole, writing = sorted(seconds[1:])[2], sorted(writings[1:])[2]

    dice, version, tries, killed, midway = random.Random(given.seed), "A", 0, 0, 0
    # A kill before the first write or after the last shows little, so some must have met the writing.
    while killed < given.kills or midway < given.kills // 10:
        version = "B" if version == "A" else "A"
        lay(hub, hubs[version])
        before, _ = read_output(out)
        process, moment = start(given.binary, hub, out), dice.random() * whole * 1.05
        if tries % 2:
            time.sleep(moment)
        else:
            # Writing takes a small part of a build, and files move at its beginning: every second kill lies in wait.
            moment = once_writing(process, out, dice.random() ** 3 * writing)
        process.kill()
        complaint = process.communicate()[1].decode(errors="replace")
        tries, killed = tries + 1, killed + (process.returncode < 0)
        files, _ = read_output(out)
        midway += files not in (before, clean[version])
        faults = list(faults_in(files, clean, named))
        if faults or process.returncode > 0:
            print("\n".join(faults[:20]) or complaint)
            sys.exit(f"kill {killed} of version {version}, after {moment:.3f} s of {whole:.3f} s: {len(faults)} faults, "
                     f"exit status {process.returncode}; seed {given.seed}")
        if tries > 4 * given.kills:
            if midway and killed >= given.kills:
                break
            sys.exit(f"of {tries} tries {killed} killed and {midway} met the writing: nothing is shown")

    finish(start(given.binary, hub, out))
    files, notes = read_output(out)
    differ = [name for name in sorted(set(files) | set(clean[version])) if files.get(name) != clean[version].get(name)]
    differ += sorted(notes ^ read_output(work / f"clean-{version}")[1])
    if differ:
        sys.exit("after all kills, one whole build and a clean one differ in: " + ", ".join(differ[:20]))
    print(f"{killed} kills, {midway} of them while files were written; {len(files)} files, a build takes {whole:.3f} s, writing {writing:.3f} s")


if __name__ == "__main__":
    main()
