"""Storing files in ways other than through a form of the admin: for the demo, imports and members' own forms.

The same rules hold as for an upload (`uploads.py`); a file that breaks one raises the same ValidationError.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.models import Collection
from wagtail.search import index
from wagtailmedia.models import MediaType

from .choices import TrackKind
from .models import CamtreeDocument, CamtreeImage, CamtreeMedia, CaptionTrack
from .uploads import clean_captions, clean_document, clean_image, clean_media

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@contextmanager
def all_or_nothing(instance: Any, *fields: str) -> Iterator[None]:
    """One transaction; when it fails, the files that were already written go as well."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in fields:
            stored = getattr(instance, name)
            if stored and stored._committed:
                stored.storage.delete(stored.name)
        raise


def store_image(
    *,
    title: str,
    file: File[bytes],
    description: str = "",
    credit: str = "",
    collection: Collection | None = None,
    uploaded_by: "AbstractBaseUser | None" = None,
) -> CamtreeImage:
    image = CamtreeImage(title=title, description=description, credit=credit, uploaded_by_user=uploaded_by)
    if collection:
        image.collection = collection
    image.file = clean_image(file)
    image._set_image_file_metadata()
    with all_or_nothing(image, "file"):
        image.save()
    index.insert_or_update_object(image)
    return image


def store_document(
    *,
    title: str,
    file: File[bytes],
    collection: Collection | None = None,
    uploaded_by: "AbstractBaseUser | None" = None,
) -> CamtreeDocument:
    document = CamtreeDocument(title=title, uploaded_by_user=uploaded_by)
    if collection:
        document.collection = collection
    document.file = clean_document(file)
    document._set_document_file_metadata()
    with all_or_nothing(document, "file"):
        document.save()
    index.insert_or_update_object(document)
    return document


def store_media(
    *,
    title: str,
    file: File[bytes],
    type: MediaType,  # noqa: A002 - wagtailmedia calls the field so
    duration: float = 0,
    width: int | None = None,
    height: int | None = None,
    thumbnail: File[bytes] | None = None,
    text_alternative: str = "",
    collection: Collection | None = None,
    uploaded_by: "AbstractBaseUser | None" = None,
) -> CamtreeMedia:
    media = CamtreeMedia(
        title=title,
        type=type,
        duration=duration,
        width=width,
        height=height,
        text_alternative=text_alternative,
        uploaded_by_user=uploaded_by,
    )
    if collection:
        media.collection = collection
    media.file = clean_media(file, type)
    if thumbnail:
        media.thumbnail = clean_image(thumbnail)
    with all_or_nothing(media, "file", "thumbnail"):
        media.save()
    index.insert_or_update_object(media)
    return media


def store_caption_track(
    *, media: CamtreeMedia, language: str, file: File[bytes], kind: TrackKind = TrackKind.CAPTIONS
) -> CaptionTrack:
    """Add the track, or replace the one that the recording has of this kind in this language."""
    clean = clean_captions(file, kind)
    track = CaptionTrack.objects.filter(media=media, language=language, kind=kind).first()
    track = track or CaptionTrack(media=media, language=language, kind=kind)
    replace_track_file(track=track, file=clean)
    return track


def write_track(*, track: CaptionTrack, text: str) -> CaptionTrack:
    """Give a track another text, which is WebVTT already."""
    replace_track_file(track=track, file=SimpleUploadedFile("captions.vtt", text.encode(), "text/vtt"))
    return track


def replace_track_file(*, track: CaptionTrack, file: File[bytes]) -> None:
    """Save the track with this file; the one it had before is deleted once that is certain."""
    storage = CaptionTrack._meta.get_field("file").storage
    old = CaptionTrack.objects.filter(pk=track.pk).values_list("file", flat=True).first() if track.pk else None
    track.file = file
    with all_or_nothing(track, "file"):
        track.save()
        if old and old != track.file.name:
            transaction.on_commit(lambda: storage.delete(old))
