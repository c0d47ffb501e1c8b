"""Draw the figures of the demo reports into content/media (1200 px wide PNG, at most 40 KB each).

Run by hand when a figure changes: python demo/draw_figures.py
Needs Pillow (with Raqm for Arabic) and the Noto Sans or DejaVu Sans fonts of the system.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

MEDIA = Path(__file__).parent / "content" / "media"
WIDTH = 1200
SCALE = 2  # drawn at twice the size, then reduced: smooth edges
LIMIT = 40 * 1024

PAPER = "#fbf8f1"
INK = "#1c2925"
SOFT = "#5d6a64"
LINE = "#d9d3c4"
EMPTY = "#8d968f"  # 3:1 on paper
GREEN = "#1f5e4b"
PALE_GREEN = "#9cc3b2"
AMBER = "#8a4b0a"

FONT_FOLDERS = ("/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype/dejavu")
FONTS = {
    ("latin", False): ("NotoSans-Regular.ttf", "DejaVuSans.ttf"),
    ("latin", True): ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"),
    ("ar", False): ("NotoSansArabic-Regular.ttf", "DejaVuSans.ttf"),
    ("ar", True): ("NotoSansArabic-Bold.ttf", "DejaVuSans-Bold.ttf"),
}


def font(size, language="en", bold=False):
    names = FONTS["ar" if language == "ar" else "latin", bold]
    for name in names:
        for folder in FONT_FOLDERS:
            path = Path(folder) / name
            if path.exists():
                return ImageFont.truetype(str(path), size * SCALE)
    return ImageFont.load_default(size * SCALE)


class Sheet:
    """A drawing surface in 1200 px units; right-to-left languages are mirrored."""

    def __init__(self, height, language="en"):
        self.language = language
        self.height = height
        self.image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    @property
    def mirrored(self):
        return self.language == "ar"

    def x(self, x):
        return (WIDTH - x if self.mirrored else x) * SCALE

    def box(self, x0, y0, x1, y1, fill):
        left, right = sorted((self.x(x0), self.x(x1)))
        self.pen.rectangle((left, y0 * SCALE, right, y1 * SCALE), fill=fill)

    def line(self, x0, y0, x1, y1, fill=LINE, width=2):
        points = (self.x(x0), y0 * SCALE, self.x(x1), y1 * SCALE)
        self.pen.line(points, fill=fill, width=width * SCALE)

    def dot(self, x, y, radius, fill=None, outline=None, width=3):
        cx, cy, r = self.x(x), y * SCALE, radius * SCALE
        self.pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=fill, outline=outline, width=width * SCALE)

    def text(self, x, y, words, size=26, fill=INK, bold=False, anchor="l"):
        """Anchor l, m or r in reading direction; y is the middle of the line."""
        if self.mirrored:
            anchor = {"l": "r", "r": "l", "m": "m"}[anchor]
        arabic = any("\u0600" <= c <= "\u06ff" for c in words)
        face = font(size, "ar" if arabic else "en", bold)
        options = {"direction": "rtl", "language": "ar"} if arabic else {}
        self.pen.text((self.x(x), y * SCALE), words, font=face, fill=fill, anchor=anchor + "m", **options)

    def save(self, name):
        small = self.image.resize((WIDTH, self.height), Image.LANCZOS)
        small = small.quantize(colors=32, dither=Image.Dither.NONE)
        MEDIA.mkdir(parents=True, exist_ok=True)
        path = MEDIA / name
        small.save(path, optimize=True)
        size = path.stat().st_size
        if size > LIMIT:
            raise SystemExit(f"{name}: {size} bytes, the limit is {LIMIT}")
        print(f"{name}: {WIDTH} x {self.height}, {size} bytes")


# Shymkent: four seating plans of 27 desks. The six regular speakers sit where they sit;
# each list holds the other desks from which an answer came.
ROWS = (7, 7, 7, 6)
REGULAR = {1, 2, 4, 9, 10, 12}
OTHERS = (
    {15, 20},
    {6, 15, 17},
    {24},
    {3, 6, 8, 11, 14, 15, 17, 18, 20, 22, 23, 24, 26},
)
WHO_ANSWERED = {
    "en": (
        "6 October",
        "Lesson 1",
        "Lesson 2",
        "Lesson 3",
        "of 27",
        "answered in every lesson",
        "answered",
        "did not answer",
    ),
    "es": (
        "6 de octubre",
        "Lección 1",
        "Lección 2",
        "Lección 3",
        "de 27",
        "respondieron en todas",
        "respondieron",
        "no respondieron",
    ),
    "ar": ("6 أكتوبر", "الدرس 1", "الدرس 2", "الدرس 3", "من 27", "أجابوا في كل درس", "أجابوا", "لم يجيبوا"),
}


def who_answered(language):
    words = WHO_ANSWERED[language]
    sheet = Sheet(440, language)
    for plan, others in enumerate(OTHERS):
        left = 52 + plan * 286
        total = len(REGULAR) + len(others)
        sheet.text(left, 46, words[plan], 27, SOFT)
        sheet.text(left, 98, str(total), 52, INK, bold=True)
        sheet.text(left + (44 if total < 10 else 76), 106, words[4], 24, SOFT)
        desk = 0
        for row, seats in enumerate(ROWS):
            for seat in range(seats):
                x, y = left + 14 + seat * 34, 168 + row * 46
                if desk in REGULAR:
                    sheet.dot(x, y, 13, fill=INK)
                elif desk in others:
                    sheet.dot(x, y, 13, fill=GREEN)
                else:
                    sheet.dot(x, y, 12, outline=EMPTY)
                desk += 1
    sheet.line(52, 362, 1148, 362)
    x = 66
    for label, style in zip(words[5:], ({"fill": INK}, {"fill": GREEN}, {"outline": EMPTY}), strict=False):
        sheet.dot(x, 400, 11, **style)
        sheet.text(x + 24, 400, label, 24)
        x += 400
    sheet.save("who-answered.png" if language == "en" else f"who-answered-{language}.png")


# Kisumu: half-minute intervals of 200 in which a kind of talk was heard.
KISUMU_VALUES = ((124, 97, 71), (22, 51, 78), (9, 12, 31))
KISUMU = {
    "en": ("Instruction", "Reason", "Challenge", "May", "June", "August"),
    "es": ("Instrucción", "Razón", "Objeción", "Mayo", "Junio", "Agosto"),
    "ar": ("تعليمة", "سبب", "اعتراض", "مايو", "يونيو", "أغسطس"),
}


def kisumu(language):
    words = KISUMU[language]
    sheet = Sheet(560, language)
    shades = (PALE_GREEN, GREEN, AMBER)
    for group, values in enumerate(KISUMU_VALUES):
        top = 44 + group * 172
        sheet.text(52, top + 68, words[group], 30, INK, bold=True)
        for bar, value in enumerate(values):
            y = top + bar * 46
            sheet.text(345, y + 20, words[3 + bar], 24, SOFT, anchor="r")
            sheet.box(365, y + 3, 365 + value * 5.6, y + 37, shades[bar])
            sheet.text(365 + value * 5.6 + 14, y + 20, str(value), 26)
        if group < 2:
            sheet.line(52, top + 155, 1148, top + 155)
    sheet.save("kisumu-talk.png" if language == "en" else f"kisumu-talk-{language}.png")


def forty_seconds():
    sheet = Sheet(400)

    def at(seconds):
        return 70 + seconds * 13.2

    sheet.text(52, 42, "Pupils began a message", 27, GREEN, bold=True)
    sheet.line(at(3), 106, at(71), 106, PALE_GREEN, 4)
    sheet.box(at(15), 84, at(39), 128, PALE_GREEN)
    sheet.box(at(24) - 3, 78, at(24) + 3, 134, GREEN)
    sheet.text(at(24) + 14, 106, "24 s", 25)
    sheet.dot(at(71), 106, 9, fill=GREEN)
    sheet.text(at(71) + 18, 106, "71 s", 25)
    sheet.line(at(0), 200, at(80), 200, INK, 2)
    for second in range(0, 81, 10):
        sheet.line(at(second), 194, at(second), 206, INK, 2)
        sheet.text(at(second), 172, str(second), 22, SOFT, anchor="m")
    sheet.text(52, 372, "Staff spoke again", 27, AMBER, bold=True)
    for seconds, cycle in ((6, "cycle 1"), (21, "cycle 2"), (38, "cycle 3")):
        sheet.line(at(seconds), 200, at(seconds), 272, AMBER, 3)
        sheet.dot(at(seconds), 280, 11, fill=AMBER)
        sheet.text(at(seconds) + 22, 280, f"{seconds} s", 25, bold=True)
        sheet.text(at(seconds) + 22, 314, cycle, 22, SOFT)
    sheet.save("forty-seconds.png")


def main():
    for language in ("en", "es", "ar"):
        who_answered(language)
        kisumu(language)
    forty_seconds()


if __name__ == "__main__":
    main()
