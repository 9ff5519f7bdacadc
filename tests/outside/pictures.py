"""Sends pictures of every kind through hubgen and looks at what readers get, with Pillow.

First honest ones: eight orientations, colour spaces, depths, interlacing, transparency, animations, all with a place, a
name and a comment written into them. What comes out must decode, be as large as the page says, look like what went in
the way it was meant to be seen, and hold none of those words. Then hostile ones: claims of four thousand million
pixels, files cut off anywhere, noise behind every kind of head, one kind under the name of another. Each has to cost
bounded time and memory, be told of where it cannot be shown, and leave the pages whole.
"""

import argparse
import io
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

from PIL import Image, ImageOps, PngImagePlugin, features

SECRET = "SECRET-PLACE"
NOW = "2026-11-21T12:00Z"
SETTINGS = "title: Pictures\nbase_url: https://pictures.example/\ntimezone: UTC\n"
# What a build of traps may take: one picture of fifty million pixels, and hubgen itself.
MOST_MEMORY = 700 << 20
MOST_SECONDS = 120


def scene(width, height):
    """Four quarters of different colours, softly shaded, so that every turn shows."""
    image = Image.new("RGB", (width, height))
    corners = [(200, 60, 50), (60, 160, 70), (50, 70, 190), (210, 190, 80)]
    for n, colour in enumerate(corners):
        part = Image.linear_gradient("L").resize((width // 2, height // 2))
        tint = Image.merge("RGB", [part.point(lambda v, c=c: min(255, c + v // 8)) for c in colour])
        image.paste(tint, (n % 2 * (width // 2), n // 2 * (height // 2)))
    return image


def notes(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif[0x013B] = SECRET
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (37.0, 56.0, 30.0), "E", (23.0, 38.0, 0.0)
    place[0x001D] = SECRET
    return exif


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def honest():
    """Name -> bytes, and the picture as it is meant to be seen."""
    wide, xmp = scene(1000, 600), f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    pictures = {}

    def add(name, data, frames=1):
        image = Image.open(io.BytesIO(data))
        pictures[name] = (data, ImageOps.exif_transpose(image).convert("RGBA"), frames)

    for orientation in range(1, 9):
        add(f"turned-{orientation}.jpg", saved(wide, "JPEG", exif=notes(orientation), xmp=xmp, comment=SECRET, quality=92))
    add("large.jpg", saved(scene(3600, 2000), "JPEG", exif=notes(6), quality=90))
    add("progressive.jpg", saved(wide, "JPEG", progressive=True, exif=notes()))
    add("grey.jpeg", saved(wide.convert("L"), "JPEG", exif=notes(3)))
    add("ink.jpg", saved(wide.convert("CMYK"), "JPEG", exif=notes()))
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("Comment", SECRET, zip=True)
    add("plain.png", saved(wide, "PNG", pnginfo=text, exif=notes()))
    clear = wide.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(wide.size))
    add("turned.png", saved(wide, "PNG", exif=notes(6)))
    add("clear.png", saved(clear, "PNG", pnginfo=text))
    add("grey.png", saved(wide.convert("L"), "PNG", pnginfo=text))
    add("bits.png", saved(wide.convert("1"), "PNG", pnginfo=text))
    add("palette.png", saved(wide.convert("P"), "PNG", pnginfo=text, transparency=3))
    add("deep.png", saved(wide.convert("I;16"), "PNG", pnginfo=text))
    add("wide.png", saved(scene(2600, 700), "PNG", pnginfo=text))
    add("still.gif", saved(wide, "GIF", comment=SECRET))
    turns = [wide.rotate(90 * n) for n in range(3)]
    add("moving.gif", saved(turns[0], "GIF", save_all=True, append_images=turns[1:], comment=SECRET, loop=0), 3)
    add("moving.png", saved(turns[0], "PNG", save_all=True, append_images=turns[1:], pnginfo=text), 3)
    add("lossy.webp", saved(wide, "WEBP", exif=notes(), xmp=xmp, quality=90))
    add("turned.webp", saved(wide, "WEBP", exif=notes(8), quality=90))
    add("exact.webp", saved(clear, "WEBP", exif=notes(), xmp=xmp, lossless=True))
    add("moving.webp", saved(turns[0], "WEBP", save_all=True, append_images=turns[1:], exif=notes(), xmp=xmp), 3)
    if features.check("avif"):
        add("new.avif", saved(wide, "AVIF", exif=notes(), xmp=xmp))
    return pictures


def chunk(name, data):
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def hostile(seed):
    """Name -> bytes of what only looks like a picture."""
    dice, whole = random.Random(seed), honest()
    traps = {}
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (60_000).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0")
    end = chunk(b"IEND", b"")
    traps["claims.png"] = head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + end
    # Forty megabytes of nothing in forty kilobytes, for a picture that says it is small; and text of the same kind.
    small = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (9).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
    nothing = zlib.compress(b"\0" * (40 << 20), 9)
    traps["swells.png"] = small + chunk(b"IDAT", nothing) + end
    traps["text.png"] = small + chunk(b"zTXt", b"x\0\0" + nothing) + chunk(b"IDAT", zlib.compress(b"\0" * 252)) + end
    traps["profile.png"] = small + chunk(b"iCCP", b"x\0\0" + nothing) + chunk(b"IDAT", zlib.compress(b"\0" * 252)) + end
    big = bytearray(saved(scene(40, 40), "JPEG"))
    at = big.find(b"\xff\xc0")
    big[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    traps["claims.jpg"] = bytes(big)
    traps["claims.gif"] = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x08\x01\0\0;"
    traps["claims.webp"] = b"RIFF\x1e\0\0\0WEBPVP8L\x12\0\0\0\x2f\xff\xff\xff\x1f" + b"\0" * 13
    # A scan for every row that there is not: hours of work where nobody counts.
    scans = saved(scene(64, 64), "JPEG", progressive=True)
    at = scans.rfind(b"\xff\xda")
    traps["scans.jpg"] = scans[:-2] + scans[at:-2] * 2000 + b"\xff\xd9"
    for name in ["turned-1.jpg", "plain.png", "still.gif", "lossy.webp", "moving.webp", "moving.gif", "new.avif"]:
        if name in whole:
            data, (stem, _, ending) = whole[name][0], name.partition(".")
            for n, part in enumerate([0, 1, 3, 11, 40, len(data) // 3, len(data) * 2 // 3, len(data) - 1]):
                traps[f"cut-{stem}-{n}.{ending}"] = data[:part]
            for n in range(6):
                bitten = bytearray(data)
                for _ in range(dice.randint(1, 200)):
                    bitten[dice.randrange(12, len(data))] = dice.randrange(256)
                traps[f"bitten-{stem}-{n}.{ending}"] = bytes(bitten)
            traps[f"noise-{stem}.{ending}"] = data[:30] + dice.randbytes(5000)
    traps["page.jpg"] = b"<!doctype html><script>alert(1)</script>"
    traps["pretends.webp"] = whole["plain.png"][0]
    return traps


def write(hub, pictures):
    for n, (name, data) in enumerate(sorted(pictures.items())):
        folder = hub / f"content/p{n}"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(data)
        (folder / "index.md").write_text(f"---\ntitle: {name}\n---\n\n![A scene]({name})\n\nWords after it.\n", "utf-8")
    (hub / "hub.yaml").write_text(SETTINGS, "utf-8")


def build(hubgen, hub):
    began = time.monotonic()
    command = [hubgen, "build", hub, "--output", hub / "public", "--now", NOW, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS * 2)
    seconds = time.monotonic() - began
    if done.returncode != 0 or "panicked" in done.stderr:
        sys.exit(f"hubgen ended with {done.returncode}\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout)["findings"], seconds


def mean(image, box):
    """The colour of a part of a picture, on white."""
    part = image.convert("RGBA").crop(box)
    white = Image.new("RGBA", part.size, "white")
    return Image.alpha_composite(white, part).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


def differs(seen, meant):
    """The quarter in which two pictures differ most, and by how much."""
    worst = (0, "")
    for x in range(4):
        for y in range(4):
            boxes = [(w * x // 4, h * y // 4, max(w * (x + 1) // 4, 1), max(h * (y + 1) // 4, 1)) for w, h in (seen.size, meant.size)]
            colours = mean(seen, boxes[0]), mean(meant, boxes[1])
            distance = max(abs(a - b) for a, b in zip(*colours))
            worst = max(worst, (distance, f"at {x},{y}: {colours[0]} instead of {colours[1]}"))
    return worst


def look_at_honest(hub, pictures, faults):
    files = 0
    for n, (name, (data, meant, frames)) in enumerate(sorted(pictures.items())):
        folder = hub / f"public/p{n}"
        page = (folder / "index.html").read_text("utf-8")
        for file in sorted(folder.iterdir()):
            if SECRET.encode() in file.read_bytes():
                faults.append(f"{name}: {file.name} tells {SECRET}")
        shown = re.search(rf'<img src="/p{n}/{re.escape(name)}"[^>]*? width="(\d+)" height="(\d+)"', page)
        sizes = re.findall(rf"/p{n}/(\S+) (\d+)w", page)
        if not shown:
            faults.append(f"{name}: is not on its page")
            continue
        if frames > 1 and sizes:
            faults.append(f"{name}: moves, and is offered standing still")
        # What is lighter than 4 KB is no faster in another size.
        if frames == 1 and not sizes and len(data) > 4 << 10 and not name.endswith("avif"):
            faults.append(f"{name}: is there in one size only")
        for file, width in [(name, shown[1]), *sizes]:
            files += 1
            image = Image.open(folder / file)
            if (image.width, getattr(image, "n_frames", 1)) != (int(width), frames):
                faults.append(f"{file}: {image.size} with {getattr(image, 'n_frames', 1)} frames, {width} pixels promised")
            if abs(image.height - image.width * meant.height / meant.width) > 0.6:
                faults.append(f"{file}: {image.size} has not the shape of {meant.size}")
            # Some other turn is wrong by a hundred; a palette of 256 colours by some twenty. 16 bits of grey are
            # converted by Pillow in a way of its own.
            distance, where = differs(image, meant)
            if distance > 24 and name != "deep.png":
                faults.append(f"{file}: looks otherwise {where}")
            told = [image.info.get("xmp"), image.info.get("comment"), image.info.get("Author")]
            # In AVIF nothing can be taken out without moving the rest: it is overwritten.
            if image.getexif() or any(words and words.strip(b"\0 " if isinstance(words, bytes) else None) for words in told):
                faults.append(f"{file}: still tells {sorted(image.info)} {dict(image.getexif())}")
        if name == "large.jpg" and max(int(width) for _, width in sizes) != 2000:
            faults.append(f"{name}: {sizes}")
    return files


def look_at_traps(hub, traps, findings, faults):
    told = {finding["file"].rsplit("/", 1)[-1]: finding["code"] for finding in findings if finding.get("file")}
    for n, name in enumerate(sorted(traps)):
        folder = hub / f"public/p{n}"
        page = (folder / "index.html").read_text("utf-8")
        if "Words after it." not in page:
            faults.append(f"{name}: its page is not whole")
        for address in re.findall(rf'(?:src="|srcset="|, )/p{n}/([^" ,]+)', page):
            if not (folder / address).is_file():
                faults.append(f"{name}: its page names {address}, which is not there")
        if re.match(r"claims|cut-(?!new)|page|pretends", name) and not told.get(name, "").startswith("picture/"):
            if Path(hub / f"content/p{n}/{name}").read_bytes()[-1:] != b";" or not name.endswith("gif"):
                faults.append(f"{name}: nothing is said of it")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("hubgen", type=Path)
    arguments.add_argument("--seed", type=int, default=6)
    arguments = arguments.parse_args()
    hubgen, faults = arguments.hubgen.resolve(), []
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "good", Path(folder) / "bad"
        pictures = honest()
        write(good, {name: data for name, (data, _, _) in pictures.items()})
        findings, _ = build(hubgen, good)
        faults += [f"{finding['file']}: {finding['message']}" for finding in findings]
        files = look_at_honest(good, pictures, faults)
        traps = hostile(arguments.seed)
        write(bad, traps)
        findings, seconds = build(hubgen, bad)
        look_at_traps(bad, traps, findings, faults)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    if memory > MOST_MEMORY:
        faults.append(f"{memory >> 20} MB of memory for traps")
    if seconds > MOST_SECONDS:
        faults.append(f"{seconds:.0f} seconds for traps")
    print("\n".join(faults))
    print(f"{len(pictures)} pictures in {files} files, {len(traps)} traps in {seconds:.1f} s and {memory >> 20} MB: {len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
