"""In which sizes a recording is offered, and how each is written."""

from dataclasses import dataclass
from typing import Final

from camtree.media.choices import RenditionKind
from camtree.media.renditions.ffmpeg import Facts


@dataclass(frozen=True)
class Recipe:
    """One size of a film: lines of its picture, and what a second of it may weigh."""

    height: int
    quality: int
    most: str
    sound: tuple[str, ...]


FILMS: Final = {
    RenditionKind.SMALL: Recipe(240, 30, "220k", ("-b:a", "40k", "-ac", "1")),
    RenditionKind.MEDIUM: Recipe(480, 28, "700k", ("-b:a", "64k", "-ac", "1")),
    RenditionKind.LARGE: Recipe(720, 26, "1500k", ("-b:a", "96k", "-ac", "2")),
}
SMALLEST: Final = RenditionKind.SMALL


def wanted_kinds(facts: Facts) -> list[RenditionKind]:
    """The sizes worth making: none larger than the picture, but always a small one; sound where there is any."""
    films = [kind for kind, recipe in FILMS.items() if recipe.height <= facts.height or kind == SMALLEST]
    return [*(films if facts.has_picture else []), *([RenditionKind.AUDIO] if facts.has_sound else [])]


def ending_of(kind: RenditionKind) -> str:
    return "m4a" if kind == RenditionKind.AUDIO else "mp4"


def dimensions(kind: RenditionKind, facts: Facts) -> tuple[int, int]:
    """Width and height, even as the codec asks, and never larger than the source's."""
    if kind == RenditionKind.AUDIO:
        return 0, 0
    height = max(2, min(FILMS[kind].height, facts.height) // 2 * 2)
    return max(2, round(facts.width * height / facts.height / 2) * 2), height


def how_to_write(kind: RenditionKind, facts: Facts) -> list[str]:
    """What ffmpeg is told between source and target."""
    whole = ["-movflags", "+faststart", "-f", "mp4"]
    if kind == RenditionKind.AUDIO:
        return ["-map", "0:a:0", "-vn", "-c:a", "aac", "-b:a", "48k", "-ac", "1", *whole]
    recipe = FILMS[kind]
    width, height = dimensions(kind, facts)
    picture = ["-map", "0:v:0", "-vf", f"scale={width}:{height},setsar=1", "-fpsmax", "30", "-pix_fmt", "yuv420p"]
    picture += ["-c:v", "libx264", "-profile:v", "main", "-preset", "veryfast", "-crf", str(recipe.quality)]
    picture += ["-maxrate", recipe.most, "-bufsize", recipe.most]
    sound = ["-map", "0:a:0", "-c:a", "aac", *recipe.sound] if facts.has_sound else []
    return [*picture, *sound, *whole]
