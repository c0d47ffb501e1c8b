"""The words of files that a page holds: documents, captions of recordings and their transcripts.

They enter the index with the page, and are as private as it. What lies in a private collection enters nowhere: a page
that is public may name such a file, and must not tell what stands in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import ForeignKey
from django.dispatch import Signal
from wagtail.models import Page

from camtree.media.models import CamtreeDocument, CamtreeMedia, CaptionTrack
from camtree.media.privacy import private_collections
from camtree.media.reading import is_readable, read_document, read_track
from camtree.search.documents import Document, Passage, Tier

# Sent with the `keys` of pages that hold files whose words are not known yet.
files_are_unread = Signal()
# Letters of a passage in a recording, and the seconds that it lasts at most where cues are short; letters of one in a
# document, and of all passages of a page.
_SAID: Final = 120
_SECONDS: Final = 15
_WRITTEN: Final = 400
_MOST: Final = 2_000_000


@dataclass
class Held:
    """The files of one page whose words may be known to whoever reads the page."""

    documents: list[CamtreeDocument] = field(default_factory=list)
    recordings: list[CamtreeMedia] = field(default_factory=list)
    # The recording that the page is about, if it is about one.
    own: int | None = None

    def unread(self) -> list[CamtreeDocument | CaptionTrack]:
        """Those whose words are not known yet."""
        tracks = (track for recording in self.recordings for track in recording.caption_tracks.all())
        return [
            *(document for document in self.documents if is_readable(document) and not document.is_read),
            *(track for track in tracks if track.cues is None),
        ]


def held_by(pages: Iterable[Page]) -> dict[Any, Held]:
    """The files of each of these pages that holds any, by its key; three queries for all, none where there are none."""
    keys = {page.pk: found for page in pages if (found := _keys_in(page))[0]}
    if not keys:
        return {}
    private = private_collections()
    wanted = {model: {key for found, _own in keys.values() for key in found[model]} for model in _FILES}
    documents = CamtreeDocument.objects.filter(pk__in=wanted[CamtreeDocument]).exclude(collection__in=private)
    recordings = CamtreeMedia.objects.filter(pk__in=wanted[CamtreeMedia]).exclude(collection__in=private)
    rows: dict[Any, dict[Any, Any]] = {
        CamtreeDocument: documents.select_related("words").in_bulk(),
        CamtreeMedia: recordings.prefetch_related("caption_tracks").in_bulk(),
    }

    def there(model: type[Any], wanted: Iterable[Any]) -> list[Any]:
        return [rows[model][key] for key in wanted if key in rows[model]]

    return {
        page: Held(there(CamtreeDocument, found[CamtreeDocument]), there(CamtreeMedia, found[CamtreeMedia]), own)
        for page, (found, own) in keys.items()
    }


_FILES: Final = (CamtreeDocument, CamtreeMedia)


def _keys_in(page: Page) -> tuple[dict[Any, dict[Any, None]], int | None]:
    """Keys of the files that a page names, by model, each once and in their order; and the recording it is about."""
    found: dict[Any, dict[Any, None]] = defaultdict(dict)
    own = None
    for row in page._meta.get_fields():
        if isinstance(row, ForeignKey):
            if row.related_model in _FILES and (key := getattr(page, row.attname)):
                found[row.related_model][key] = None
                own = key if row.related_model is CamtreeMedia else own
        elif (references := getattr(row, "extract_references", None)) is not None:
            for model, key, *_where in references(row.value_from_object(page)):
                if model in _FILES:
                    found[model][model._meta.pk.to_python(key)] = None
    return found, own


def read_some(page: Page, most: int) -> bool:
    """Read up to `most` files of a page whose words are not known. Whether there are more."""
    unread = held_by([page]).get(page.pk, Held()).unread()
    for row in unread[:most]:
        if isinstance(row, CamtreeDocument):
            read_document(document=row)
        else:
            read_track(track=row)
    return len(unread) > most


# ---------------------------------------------------------------- what enters the index


def add_files(document: Document, held: Held) -> None:
    """Add what the files of a page say."""
    for file in held.documents:
        if file.is_read:
            _add(document, file.words.text, document.language, _of_document(file, document.language))
    for recording in held.recordings:
        # A page about one recording begins it wherever it is asked to; of several it has to know which.
        place = f"#{anchor_of(recording)}"
        there = "" if recording.pk == held.own else place
        # The page's own language first: of several that say the same, readers are shown that.
        tracks = sorted(recording.caption_tracks.all(), key=lambda row: (row.language != document.language, row.pk))
        for track in tracks:
            said = [
                Passage(track.language, second, recording.title, f"?t={second}{there}", text)
                for second, text in _said_in(track)
            ]
            _add(document, " ".join(passage.text for passage in said), track.language, said)
        words = recording.text_alternative
        of_words = (Passage(document.language, None, recording.title, place, text) for text in _cut(words, _WRITTEN))
        _add(document, words, document.language, of_words)


def anchor_of(recording: CamtreeMedia) -> str:
    """Where a recording stands on its page; `components/player.html` says the same."""
    return f"recording-{recording.pk}"


def _add(document: Document, text: str, language: str, passages: Iterable[Passage]) -> None:
    document.add(text, Tier.REST, language, is_shown=False)
    held = sum(len(passage.text) for passage in document.passages)
    for passage in passages:
        held += len(passage.text)
        if held > _MOST:
            return
        document.passages.append(passage)


def _of_document(file: CamtreeDocument, language: str) -> Iterator[Passage]:
    for text in _cut(file.words.text, _WRITTEN):
        yield Passage(language, None, file.title, file.url, text)


def _cut(text: str, letters: int) -> Iterator[str]:
    """A text in pieces of about so many letters, each to the end of a word."""
    text = " ".join(text.split())
    begin = 0
    while begin < len(text):
        end = text.find(" ", begin + letters)
        end = end if 0 <= end < begin + letters + 60 else begin + letters
        yield text[begin:end].strip()
        begin = end


def _said_in(track: CaptionTrack) -> Iterator[tuple[int, str]]:
    """Second and words of what is said, short cues together."""
    begin, words = 0, ""
    for second, text, *_speaker in track.cues or ():
        if words and second - begin > _SECONDS:
            yield begin, words
            words = ""
        if not words:
            begin = second
        words = f"{words} {text}".strip()
        if len(words) >= _SAID:
            yield begin, words
            words = ""
    if words:
        yield begin, words
