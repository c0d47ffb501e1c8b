"""Making the index anew: after a change of how words are taken, and what may have been missed."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from camtree.search import index
from camtree.search.indexing import index_keys
from camtree.search.models import Build, Entry
from camtree.search.version import analysis


def is_up_to_date() -> bool:
    """Whether the index that is asked was made as words are taken now."""
    newest = Build.objects.filter(finished_at__isnull=False).order_by("-pk").first()
    return newest is not None and newest.analysis == analysis()


def make_anew() -> int:
    """Make the whole index anew beside the one that is asked, then ask it. How many objects it holds."""
    build = index.begin_build(analysis())
    number = 0
    for model in get_indexed_models():
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for begin in range(0, len(keys), index.BATCH):
            rows = list(model.get_indexed_objects().filter(pk__in=keys[begin : begin + index.BATCH]))
            index.write([row for row in rows if type(row) is model], [build])
            number += len(rows)
    index.finish_build(build)
    return number


def pages_missing() -> QuerySet[Page]:
    """Pages that the index knows nothing of; none but where rows were written past Django."""
    entries = Entry.objects.filter(object_id=OuterRef("pk"), content_type=OuterRef("content_type"))
    plain = ContentType.objects.get_for_model(Page)
    return Page.objects.filter(depth__gt=1).exclude(content_type=plain).exclude(Exists(entries))


def index_missing(most: int = 1000) -> int:
    """Enter pages that the index knows nothing of. How many."""
    keys = list(pages_missing().order_by("pk").values_list("pk", flat=True)[:most])
    if keys:
        index_keys(Page, keys)
    return len(keys)
