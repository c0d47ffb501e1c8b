"""The house motif: covers as tree rings, drawn from facts and never from chance.

A strong ring is one inquiry cycle, the ink tells the approach, the grain turns with the country and a knot is a
case pupil. The same facts give the same picture for ever, so a cover is an address and needs no storage.
"""

import hashlib
import math
import re
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 300
POINTS = 14  # corners of a ring before smoothing; more cost bytes and show nothing

# Ink on wash, for light and for dark surroundings, by approach.
INKS: dict[str, tuple[str, str, str, str]] = {
    "research-lesson-study": ("#1f5e4b", "#d3e5d9", "#8fd0b5", "#1b332b"),
    "t-seda": ("#8a4b0a", "#f3e2c8", "#e6b377", "#3a2a18"),
    "action-research": ("#27457a", "#dae2f0", "#9db8e6", "#1d2a42"),
    "case-study": ("#6b2f4a", "#efdde5", "#dba3bd", "#38222d"),
    "participatory": ("#5a5214", "#ece8c9", "#d0c673", "#302d16"),
    "design-based": ("#1d5a6b", "#d2e6eb", "#8ac7d8", "#18323a"),
    "house": ("#3d4f47", "#e6e3d6", "#b3c2ba", "#232f2a"),
}
TOKEN = re.compile(r"([a-z-]+)\.([1-6])\.([0-4])\.([0-9a-f]{32})")
ALIASES = {"exploratory-action-research": "action-research", "learning-study": "research-lesson-study"}


@dataclass(frozen=True)
class Cover:
    """The facts a cover is drawn from. `seed` may be any text; `cycles` and `knots` are clamped to what can be seen."""

    seed: str
    approach: str = "house"
    country: str = "ZZ"
    cycles: int = 3
    knots: int = 0

    @property
    def token(self) -> str:
        """The facts as one address part, `<ink>-<cycles>-<knots>-<hash>`; `from_token` reads it back."""
        digest = hashlib.sha256(f"{self.seed}|{self.country}".encode()).hexdigest()[:32]
        ink = ALIASES.get(self.approach, self.approach)
        ink = ink if ink in INKS else "house"
        return f"{ink}.{min(max(self.cycles, 1), 6)}.{min(max(self.knots, 0), 4)}.{digest}"


def svg_from_token(token: str) -> str:
    """The drawing for a token, as an SVG document of about 4 KB.

    Raises ValueError for anything that `Cover.token` would not have made.
    """
    found = TOKEN.fullmatch(token)
    if found is None or found[1] not in INKS:
        raise ValueError("not a cover")
    ink, cycles, knots, digest = found.groups()
    return _draw(ink, int(cycles), int(knots), bytes.fromhex(digest) * 2)


def _draw(ink: str, cycles: int, knots: int, seed: bytes) -> str:
    def chance(position: int) -> float:
        return seed[position % len(seed)] / 255

    centre_x, centre_y = WIDTH * (0.28 + 0.44 * chance(0)), HEIGHT * (0.32 + 0.40 * chance(1))
    grain = 2 * math.pi * chance(2)
    lobes = 2 + round(chance(4) * 2)

    def ring(radius: float, number: int) -> str:
        points = []
        for step in range(POINTS):
            angle = 2 * math.pi * step / POINTS
            wobble = (
                1
                + 0.055 * math.sin(lobes * angle + grain + number * 0.21)
                + 0.022 * math.sin(5 * angle + 6 * chance(3) + number * 0.33)
            )
            points.append(
                (centre_x + radius * wobble * math.cos(angle) * 1.14, centre_y + radius * wobble * math.sin(angle))
            )
        path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
        for i in range(POINTS):  # Catmull-Rom through the points, written as cubic Béziers
            before, here, there, after = (points[(i + k) % POINTS] for k in (-1, 0, 1, 2))
            path += (
                f"C{here[0] + (there[0] - before[0]) / 6:.0f} {here[1] + (there[1] - before[1]) / 6:.0f} "
                f"{there[0] - (after[0] - here[0]) / 6:.0f} {there[1] - (after[1] - here[1]) / 6:.0f} "
                f"{there[0]:.0f} {there[1]:.0f}"
            )
        return path + "Z"

    light_ink, light_wash, dark_ink, dark_wash = INKS[ink]
    strong_rings = {2 + round((i + 1) * 11 / (cycles + 1)) for i in range(cycles)}
    thin: list[str] = []
    strong: list[str] = []
    radius = 7.0
    for number in range(15):
        (strong if number in strong_rings else thin).append(ring(radius, number))
        radius += 10 + 15 * chance(5 + number)
    spots = []
    for knot in range(knots):
        angle, distance = grain + 2.1 * knot, 48 + 60 * chance(20 + knot)
        spots.append(
            f'<ellipse cx="{centre_x + distance * math.cos(angle):.0f}" '
            f'cy="{centre_y + distance * math.sin(angle):.0f}" rx="7" ry="5"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>rect{{fill:{light_wash}}}path{{fill:none;stroke:{light_ink}}}ellipse{{fill:{light_ink};opacity:.85}}"
        f"@media(prefers-color-scheme:dark){{rect{{fill:{dark_wash}}}path{{stroke:{dark_ink}}}ellipse{{fill:{dark_ink}}}}}</style>"
        f'<rect width="{WIDTH}" height="{HEIGHT}"/>'
        f'<path stroke-width="1.1" opacity=".5" d="{"".join(thin)}"/>'
        f'<path stroke-width="3.2" opacity=".95" d="{"".join(strong)}"/>'
        f"{''.join(spots)}</svg>"
    )
