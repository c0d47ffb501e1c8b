"""Turns the short scripts in content/recordings into webinar recordings.

Slides, a computer voice, and captions timed from the voice itself. Needs ffmpeg and espeak-ng on the path.
Usage: python render_recordings.py [stem ...]; without a stem, every script is rendered.

For each content/recordings/<stem>.toml it writes media/<stem>.mp4, <stem>.webp (poster) and <stem>-slides.pdf,
and webinars/<stem>.en.vtt; a <stem>.<lang>.toml beside the script, holding only the translated narration,
becomes webinars/<stem>.<lang>.vtt with the same timings.
"""

import math
import subprocess
import sys
import tempfile
import textwrap
import tomllib
import wave
import zlib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CONTENT = Path(__file__).parent / "content"
WIDTH, HEIGHT, SHARPER = 960, 540, 3  # drawn three times as large, then reduced: Pillow has no soft edges of its own
PAPER, INK, GREEN, AMBER = "#fbf8f1", "#1c2925", "#1f5e4b", "#8a4b0a"
PALE = "#d5dfd2"  # the green of the rings, thinned on paper
BEFORE, BETWEEN, AFTER = 0.5, 0.42, 0.8  # seconds of silence before, between and after the sentences of a slide
FONTS = {
    "title": ("NotoSerif-Bold.ttf", "DejaVuSerif-Bold.ttf"),
    "text": ("NotoSans-Regular.ttf", "DejaVuSans.ttf"),
    "strong": ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"),
}


def font(role, size):
    for name in FONTS[role]:
        try:
            return ImageFont.truetype(name, size * SHARPER)
        except OSError:
            continue
    sys.exit(f"None of these fonts is installed: {', '.join(FONTS[role])}")


def wrapped(text, role, size, width):
    """The text in as few lines as fit, then made as even as they can be: no last line of one word."""
    face = font(role, size)

    def greedy(limit):
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and face.getlength(longer) > limit * SHARPER:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    while len(greedy(width - 10)) == len(greedy(width)) > 1:
        width -= 10
    return greedy(width)


def ring(radius, turn):
    """Points of a slightly bent circle near the lower right corner, 240 of them."""
    for step in range(241):
        angle = math.tau * step / 240
        bent = radius * (1 + 0.045 * math.sin(2 * angle + turn) + 0.014 * math.sin(5 * angle + turn * 1.7))
        yield WIDTH * 0.93 + bent * math.cos(angle) * 1.1, HEIGHT * 0.80 + bent * math.sin(angle)


def strokes(script, number):
    """What is drawn on a slide.

    Each is ("text", x, y, words, role, size, colour), ("bar", x, y, width, height, colour)
    or ("line", points, width, colour), in pixels from the upper left corner.
    """
    slide, of = script["slides"][number - 1], len(script["slides"])
    for k in range(of):  # one strong ring for every slide so far, pale ones between and for those to come
        for share in (0, 0.36, 0.68):
            strong = share == 0 and k < number
            points = list(ring(26 + 190 / of * (k + share), 0.9 + 0.21 * (k + share)))
            yield "line", points, 3.2 if strong else 1.3, GREEN if strong else PALE
    first, left, y = number == 1, 64, 58
    yield "text", left, y, script["series"] if first else script["title"], "strong", 15, AMBER
    y += 96 if first else 46
    for line in wrapped(slide["title"], "title", 46 if first else 37, 760):
        yield "text", left, y, line, "title", 46 if first else 37, INK
        y += 58 if first else 49
    y += 26
    for line in slide["lines"]:
        top, indent = y, 22 if line.startswith("“") else 0
        for part in wrapped(line, "text", 24, 610 - indent):
            yield "text", left + indent, y, part, "text", 24, INK
            y += 35
        if indent:
            yield "bar", left, top + 6, 4, y - top - 7, AMBER
        y += 2 if first else 16
    yield "text", left, HEIGHT - 52, f"CamTREE   {number} of {of}", "text", 14, GREEN


def slide_image(script, number):
    image = Image.new("RGB", (WIDTH * SHARPER, HEIGHT * SHARPER), PAPER)
    draw = ImageDraw.Draw(image)
    for kind, *what in strokes(script, number):
        if kind == "text":
            x, y, words, role, size, colour = what
            draw.text((x * SHARPER, y * SHARPER), words, font=font(role, size), fill=colour)
        elif kind == "bar":
            x, y, width, height, colour = (v if isinstance(v, str) else v * SHARPER for v in what)
            draw.rectangle((x, y, x + width, y + height), fill=colour)
        else:
            points, width, colour = what
            draw.line(
                [(x * SHARPER, y * SHARPER) for x, y in points],
                fill=colour,
                width=round(width * SHARPER),
                joint="curve",
            )
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def slides_pdf(script):
    """The slides as a PDF with real text (a few kilobytes: lines, words, and fonts that every PDF reader has)."""

    def colour(value):
        return " ".join(f"{int(value[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))

    faces = {"title": "Times-Bold", "text": "Helvetica", "strong": "Helvetica-Bold"}
    named = dict(zip(faces, ("A", "B", "C"), strict=True))
    of = len(script["slides"])
    pages = " ".join(f"{3 + 2 * n} 0 R" for n in range(of))
    fonts = "".join(
        f"/{named[role]}<</Type/Font/Subtype/Type1/BaseFont/{face}/Encoding/WinAnsiEncoding>>"
        for role, face in faces.items()
    )
    catalogue = "<</Type/Catalog/Pages 2 0 R/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle true>>>>"
    tree = f"<</Type/Pages/Kids[{pages}]/Count {of}/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<<{fonts}>>>>>>"
    objects = [catalogue.encode(), tree.encode()]
    for number in range(1, of + 1):
        drawn = [f"{colour(PAPER)} rg 0 0 {WIDTH} {HEIGHT} re f"]
        for kind, *what in strokes(script, number):
            if kind == "text":
                x, y, words, role, size, ink = what
                words = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                drawn.append(f"{colour(ink)} rg BT /{named[role]} {size} Tf {x} {HEIGHT - y - size} Td ({words}) Tj ET")
            elif kind == "bar":
                x, y, width, height, ink = what
                drawn.append(f"{colour(ink)} rg {x} {HEIGHT - y - height} {width} {height} re f")
            else:
                points, width, ink = what
                path = " l ".join(f"{x:.1f} {HEIGHT - y:.1f}" for x, y in points).replace(" l ", " m ", 1)
                drawn.append(f"{colour(ink)} RG {width} w {path} l s")
        stream = zlib.compress("\n".join(drawn).encode("cp1252"))
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {2 + 2 * number} 0 R>>".encode())
        objects.append(f"<</Length {len(stream)}/Filter/FlateDecode>>stream\n".encode() + stream + b"\nendstream")
    objects.append(f"<</Title({script['title']})>>".encode("cp1252"))
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def spoken(sentence, folder):
    """The sentence as sound: (parameters, frames)."""
    path = folder / "sentence.wav"
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "142", "-p", "42", "-g", "3", "-w", path, sentence], check=True)
    with wave.open(str(path)) as sound:
        return sound.getparams(), sound.readframes(sound.getnframes())


def narrated(script, folder):
    """Writes narration.wav; for each slide: its start, its end and the (start, end) of each sentence (seconds)."""
    timings, sound, rate = [], bytearray(), None

    def now():
        return len(sound) / (2 * rate)  # 16 bits, one channel

    def silence(seconds):
        sound.extend(b"\0\0" * round(rate * seconds))

    for slide in script["slides"]:
        start, cues = None, []
        for sentence in slide["narration"]:
            parameters, frames = spoken(sentence, folder)
            rate = parameters.framerate
            if start is None:
                start = now()
                silence(BEFORE)
            begin = now()
            sound.extend(frames)
            cues.append((begin, now()))
            silence(BETWEEN)
        silence(AFTER)
        timings.append((start, now(), cues))
    with wave.open(str(folder / "narration.wav"), "wb") as out:
        out.setparams(parameters._replace(nframes=0))
        out.writeframes(bytes(sound))
    return timings


def clock(seconds):
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02d}:{rest:06.3f}"


def captions(script, timings, path):
    cues = []
    for slide, (_, _, times) in zip(script["slides"], timings, strict=True):
        for sentence, (begin, end) in zip(slide["narration"], times, strict=True):
            lines = textwrap.wrap(sentence, max(42, len(sentence) // 2 + 8))
            cues.append(f"{len(cues) + 1}\n{clock(begin)} --> {clock(end + BETWEEN / 2)}\n" + "\n".join(lines))
    path.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")


def join(images, timings, folder, film):
    """Shows each slide for as long as it is spoken of, and lays narration.wav under it."""
    listing = []
    for n, (image, (start, end, _)) in enumerate(zip(images, timings, strict=True)):
        image.save(folder / f"{n}.png")
        listing += [f"file '{n}.png'", f"duration {end - start:.3f}"]
    listing.append(listing[-2])  # ffmpeg wants the last picture named twice
    (folder / "slides.txt").write_text("\n".join(listing))
    sources = ["-f", "concat", "-i", folder / "slides.txt", "-i", folder / "narration.wav"]
    picture = ["-vf", "fps=4,format=yuv420p", "-c:v", "libx264", "-preset", "slow", "-tune", "stillimage"]
    small = ["-crf", "27", "-g", "400"]  # a new key frame comes with every slide in any case
    sound = ["-c:a", "aac", "-b:a", "48k", "-ac", "1", "-movflags", "+faststart", "-t", f"{timings[-1][1]:.3f}"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *sources, *picture, *small, *sound, film], check=True)


def render(path):
    stem, script = path.stem, tomllib.loads(path.read_text(encoding="utf-8"))
    media, webinars = CONTENT / "media", CONTENT / "webinars"
    images = [slide_image(script, n + 1) for n in range(len(script["slides"]))]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        timings = narrated(script, folder)
        join(images, timings, folder, media / f"{stem}.mp4")
    images[0].save(media / f"{stem}.webp", quality=78, method=6)
    (media / f"{stem}-slides.pdf").write_bytes(slides_pdf(script))
    captions(script, timings, webinars / f"{stem}.en.vtt")
    for translation in sorted(path.parent.glob(f"{stem}.*.toml")):
        language = translation.stem.removeprefix(f"{stem}.")
        captions(tomllib.loads(translation.read_text(encoding="utf-8")), timings, webinars / f"{stem}.{language}.vtt")
    print(f"{stem}: {timings[-1][1]:.1f} s, {(media / f'{stem}.mp4').stat().st_size // 1024} KB")
    for slide, (start, _, _) in zip(script["slides"], timings, strict=True):
        print(f"  {clock(start)[:5]}  {slide['title']}")


if __name__ == "__main__":
    scripts = [p for p in sorted((CONTENT / "recordings").glob("*.toml")) if "." not in p.stem]
    wanted = sys.argv[1:]
    for script_path in scripts:
        if not wanted or script_path.stem in wanted:
            render(script_path)
