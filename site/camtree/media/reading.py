"""Reading the words of documents and captions, for whoever searches: in the background, for it takes up to half a
minute."""

from typing import Any, Final

from camtree.media.captions.webvtt import parse_webvtt
from camtree.media.models import CamtreeDocument, CaptionTrack, DocumentWords
from camtree.media.words_inside import words_inside, words_of_pdf

# Kinds of files with words that can be read.
READABLE: Final = frozenset({"pdf", "docx", "xlsx", "pptx", "csv", "txt"})


def is_readable(document: CamtreeDocument) -> bool:
    return document.file_extension.lower() in READABLE


def read_document(*, document: CamtreeDocument) -> DocumentWords:
    """Keep the words of the file that a document has now; none where the file is gone."""
    key = document.file_key
    try:
        with document.file.open("rb") as file:
            text = _words_of(file.read(), document.file_extension.lower())
    except FileNotFoundError:
        text = ""
    facts = {"of_file": key, "text": text.replace("\0", " ")}
    words, _is_new = DocumentWords.objects.update_or_create(document=document, defaults=facts)
    return words


def _words_of(content: bytes, kind: str) -> str:
    return words_of_pdf(content).text if kind == "pdf" else words_inside(content, kind)


def read_track(*, track: CaptionTrack) -> None:
    """Keep what a track says and from which second on; nothing where the file is gone."""
    # Unless it was given another file meanwhile.
    CaptionTrack.objects.filter(pk=track.pk, file=track.file.name).update(cues=cues_of(track))


def cues_of(track: CaptionTrack) -> list[list[Any]]:
    """Second and words of each cue of a track, and its speaker where it names one."""
    try:
        with track.file.open("rb") as file:
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return []
    found = ((cue, " ".join(cue.plain_text.split())) for cue in parse_webvtt(text))
    return [[int(cue.start), words, *([cue.voice] if cue.voice else [])] for cue, words in found if words]
