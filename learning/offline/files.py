"""The pack: one folder, zipped, whose page opens from disk; pictures always, sound and film where they were chosen."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urljoin
from uuid import uuid4

from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.template.loader import render_to_string

from camtree.media.offers import offers_of
from learning.offline.modules import PackedLesson, PackedModule, packed
from learning.studying.own_courses import own_course

# Read from the sources, so that a pack looks as the site did when it was made.
STYLES = ("camtree/css/tokens.css", "camtree/css/components/blocks.css", "camtree/offline/pack.css")
SCRIPT = "camtree/offline/pack.js"
# Fonts of the site weigh more than most modules: a pack shows those of the device.
FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


@dataclass
class Media:
    """The files that the page of a pack shows, by the address that they have on the site."""

    audio: bool
    video: bool
    known: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def know(self, lessons: list[PackedLesson]) -> None:
        """Learn of the recordings of the lessons."""
        for media, is_video in _recordings(lessons):
            if self.video if is_video else self.audio:
                lightest = offers_of(media)[0]
                self.known[_unsigned(lightest.url)] = lightest.file
                for track in media.caption_tracks.all():
                    self.known[_unsigned(track.file.url)] = track.file

    def place(self, address: str, *, is_picture: bool = False) -> str:
        """Where in the pack the file behind an address lies; empty for one that is not taken along."""
        plain = _unsigned(address)
        if plain in self.taken:
            return self.taken[plain][0]
        file = self.known.get(plain) or (_picture(plain) if is_picture else None)
        if file is None:
            return ""
        name = f"media/{len(self.taken) + 1}{PurePosixPath(plain).suffix[:6]}"
        self.taken[plain] = (name, file)
        return name


def _recordings(lessons: list[PackedLesson]) -> Iterator[tuple[Any, bool]]:
    for lesson in lessons:
        for part in lesson.parts:
            values = [part.step.value] if part.step else [block.value for block in part.blocks]
            for value in values:
                for kind in ("video", "audio"):
                    media = value.get(kind) if hasattr(value, "get") else None
                    if media is not None and media.file:
                        yield media, kind == "video"


def _unsigned(address: str) -> str:
    """An address without what signs it: the same file has another signature each time."""
    return address.partition("?")[0]


def _picture(address: str) -> str | None:
    """The name in the public storage of what lies at an address; None for what lies elsewhere."""
    base = _unsigned(default_storage.url("x"))[:-1]
    return address.removeprefix(base) if address.startswith(base) and ".." not in address else None


def page_of(module: PackedModule, media: Media, request: HttpRequest) -> str:
    """The page of a pack as HTML: files in the pack are named as they lie there, everything else by whole address."""
    lessons = packed(module)
    media.know(lessons)
    context = {"module": module, "lessons": lessons, "pack": uuid4().hex, "course": own_course(module.enrolment)}
    soup = BeautifulSoup(render_to_string("learning/offline/pack.html", context, request), "html.parser")
    home = request.build_absolute_uri("/")
    for element in soup.select("[data-embed] button, source[srcset]"):
        element.decompose()
    for image in soup.select("img"):
        for name in ("srcset", "sizes", "loading"):
            del image[name]
        _bring(image, "src", media, home)
    for player in soup.select("video, audio"):
        _play(soup, player, media, home)
    for link in soup.select("a[href]"):
        if not str(link["href"]).startswith("#"):
            link["href"] = urljoin(home, str(link["href"]))
    return str(soup)


def _bring(element: Tag, name: str, media: Media, home: str) -> bool:
    """Let an element show the file in the pack; else the one on the site. Whether it lies in the pack."""
    address = str(element.get(name) or "")
    place = media.place(address, is_picture=element.name == "img")
    element[name] = place or urljoin(home, address)
    return bool(place)


def _play(soup: BeautifulSoup, player: Tag, media: Media, home: str) -> None:
    """A player with its file beside it; a link to the recording on the site where it was not taken along."""
    del player["poster"]
    sources = [player] if player.get("src") else player.select("source")
    brought = [_bring(source, "src", media, home) for source in sources]
    if any(brought):
        for track in player.select("track"):
            _bring(track, "src", media, home)
        return
    link = soup.new_tag("a", href=str(sources[0]["src"]) if sources else home)
    link.string = str(player.get("aria-label") or link["href"])
    player.replace_with(link)


def write_pack(module: PackedModule, target: IO[bytes], request: HttpRequest, *, audio: bool, video: bool) -> None:
    """Write the pack of a module as a ZIP file; files are copied in small pieces, whatever they weigh."""
    media = Media(audio=audio, video=video)
    page = page_of(module, media, request)
    folder = module.page.slug[:60]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}/index.html", page)
        archive.writestr(f"{folder}/style.css", "\n".join(_source(name) for name in STYLES))
        archive.writestr(f"{folder}/pack.js", _source(SCRIPT))
        for place, file in media.taken.values():
            _copy(archive, f"{folder}/{place}", file)


def _source(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)  # noqa: S101 - these files are ours
    return FONTS.sub("", Path(found).read_text(encoding="utf-8"))


def _copy(archive: zipfile.ZipFile, place: str, file: Any) -> None:
    """Recordings and pictures are packed already: they are stored as they are. One that is gone is left out."""
    entry = zipfile.ZipInfo(place)
    try:
        source = default_storage.open(file) if isinstance(file, str) else file.storage.open(file.name)
    except FileNotFoundError:
        return
    with source, archive.open(entry, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 256 * 1024)
