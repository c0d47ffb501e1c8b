"""Many reports, quickly: copies of the demo's English ones with their authors, their terms and their place in the
search. Adding a thousand pages one by one would take minutes."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page
from wagtail.search.backends import get_search_backends

from camtree.core.caching.generation import forget_all_pages
from research.models import ReportAuthor, ReportIndexPage, ReportPage

TERMS = ("phases", "subjects", "approaches", "themes")

type Pairs = list[tuple[ReportPage, ReportPage]]


def count_reports() -> int:
    """Reports in English, as editors see them: drafts, too."""
    return ReportPage.objects.filter(locale__language_code="en").count()


@transaction.atomic
def add_reports(number: int) -> int:
    """Add copies until there are `number` reports; how many there are then. Copies have no revisions."""
    index = ReportIndexPage.objects.get(locale__language_code="en")
    originals = list(ReportPage.objects.live().child_of(index).order_by("path"))
    last, pairs = originals[-1], []
    for place in range(number - count_reports()):
        original = originals[place % len(originals)]
        last = _like(original, place // len(originals) + 2, last._inc_path())
        pairs.append((original, last))
    pages = Page.objects.bulk_create(Page(**_values(report, Page)) for _original, report in pairs)
    for (_original, report), page in zip(pairs, pages, strict=True):
        report.pk = report.id = page.pk
        report.save_base(raw=True, force_insert=True)  # its own table alone, as loaddata does
    _copy_authors(pairs)
    for name in TERMS:
        _copy_terms(pairs, name)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(pairs))
    for backend in get_search_backends(with_auto_update=True):
        backend.get_index_for_model(ReportPage).add_items(ReportPage, [report for _original, report in pairs])
    forget_all_pages()
    return count_reports()


def _values(row: Model, model: type[Model]) -> dict[str, Any]:
    """What stands in the columns of `model` for a row, but for its key."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _like(original: ReportPage, turn: int, path: str) -> ReportPage:
    """The copy of a report with a name, an address and a day of its own, unsaved."""
    title, slug = f"{original.title} ({turn})", f"{original.slug}-{turn}"
    return ReportPage(
        **_values(original, ReportPage)
        | {
            "path": path,
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{original.url_path.removesuffix(f'{original.slug}/')}{slug}/",
            "translation_key": uuid.uuid4(),
            "latest_revision_id": None,
            "live_revision_id": None,
            "identifier": "",
            "published_on": original.published_on and original.published_on - timedelta(days=turn),
        }
    )


def _copy_authors(pairs: Pairs) -> None:
    of: dict[int, list[ReportAuthor]] = {}
    for author in ReportAuthor.objects.filter(report__in=[original for original, _copy in pairs]):
        of.setdefault(author.report_id, []).append(author)
    ReportAuthor.objects.bulk_create(
        ReportAuthor(**_values(author, ReportAuthor) | {"report_id": copy.pk, "translation_key": uuid.uuid4()})
        for original, copy in pairs
        for author in of.get(original.pk, [])
    )


def _copy_terms(pairs: Pairs, name: str) -> None:
    field: Any = ReportPage._meta.get_field(name)
    report, term = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through = field.remote_field.through
    of: dict[int, list[int]] = {}
    for key, value in through.objects.values_list(report, term):
        of.setdefault(key, []).append(value)
    through.objects.bulk_create(
        through(**{report: copy.pk, term: value}) for original, copy in pairs for value in of.get(original.pk, [])
    )
