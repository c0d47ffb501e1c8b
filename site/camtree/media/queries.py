"""Where files stand, on which pages, as Wagtail's index of references has it; and in which collection they lie."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Collection, Page, ReferenceIndex

from camtree.core.pages.queries import shown_to
from camtree.media.models import CamtreeMedia, CamtreeRendition, CaptionTrack, MediaRendition


def _references(model: type[Model]) -> Any:
    return ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))


def _on_pages(references: Any) -> Any:
    return references.filter(base_content_type=ContentType.objects.get_for_model(Page))


def pages_with(row: Model) -> QuerySet[Page]:
    """The pages on which a file stands, live or not, as they were last published."""
    references = _on_pages(_references(type(row)).filter(to_object_id=str(row.pk)))
    return Page.objects.filter(pk__in=[int(pk) for pk in references.values_list("object_id", flat=True)])


def stands_elsewhere(row: Model) -> bool:
    """Whether something that is no page shows the file, such as a question of a quiz."""
    pages = ContentType.objects.get_for_model(Page)
    return bool(_references(type(row)).filter(to_object_id=str(row.pk)).exclude(base_content_type=pages).exists())


def shown_on_pages(files: Any, request: HttpRequest) -> Any:
    """Those of `files` that stand on a page which this visitor may read."""
    # Keys are text in the index: those of pages are made text, because not all of those there are numbers.
    pages = shown_to(request).order_by().annotate(key=Cast("pk", CharField())).values("key")
    shown = _on_pages(_references(files.model)).filter(object_id__in=pages)
    return files.filter(pk__in=shown.annotate(file=Cast("to_object_id", BigIntegerField())).values("file"))


def collection_of_file(path: str) -> Collection | None:
    """The collection of the picture or recording to which a file of the public storage belongs; one query."""
    # Each column is asked by itself: then its index serves.
    places = (
        CamtreeRendition.objects.filter(file=path).values("image__collection"),
        CamtreeMedia.objects.filter(file=path).order_by().values("collection"),
        CamtreeMedia.objects.filter(thumbnail=path).order_by().values("collection"),
        CaptionTrack.objects.filter(file=path).order_by().values("media__collection"),
        MediaRendition.objects.filter(file=path).order_by().values("media__collection"),
    )
    is_there = Q(pk__in=[])
    for place in places:
        is_there |= Q(pk__in=place)
    found: Collection | None = Collection.objects.filter(is_there).first()
    return found
