"""Writing many reports at once: their rows in the tree and in every table, and their place in the search.

`add_child` asks for the siblings each time and `save` for much else, which would take hours for a large library.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from time import perf_counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from camtree.vocabularies.models import VOCABULARIES
from demo.generated.texts import texts_of
from demo.generated.words import Language, languages
from demo.generated.works import CLOSED, HIDDEN, TRANSLATED, WITHDRAWN, Work, work_of
from home.models import StandardPage
from research.library.names import bare_key_of, key_of
from research.models import ReportAuthor, ReportIndexPage, ReportPage, Withdrawal
from research.publishing.choices import WithdrawalKind, WithdrawalState

CLOSED_SLUG = "generated-closed"
LANGUAGE_OF_THE_REST = "en"
REASON = "An invented report, withdrawn to show what that looks like."
# Rows in one statement.
BATCH = 1000


@dataclass
class Shelves:
    """Where reports go: the page above those of each language that the site has, and one that only members may see."""

    seconds: dict[str, float] = field(
        default_factory=lambda: {"texts": 0.0, "rows": 0.0, "search": 0.0, "statistics": 0.0}
    )

    @cached_property
    def indexes(self) -> dict[str, ReportIndexPage]:
        """By the code of the language, in the order of SHARES."""
        found = {page.locale.language_code: page for page in ReportIndexPage.objects.select_related("locale")}
        return {code: found[code] for code in languages() if code in found}

    @cached_property
    def closed(self) -> StandardPage:
        """A page that visitors may not see, with reports below it; made now where there is none."""
        above = self.indexes[LANGUAGE_OF_THE_REST]
        page = StandardPage.objects.child_of(above).filter(slug=CLOSED_SLUG).first()
        if page is None:
            page = StandardPage(title="Generated reports for members", slug=CLOSED_SLUG, locale=above.locale)
            Page.objects.get(pk=above.pk).add_child(instance=page)
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        return page

    @cached_property
    def terms(self) -> dict[str, list[int]]:
        """Keys of the terms that reports point at, by vocabulary, always in the same order."""
        return {
            name: list(
                model.objects.filter(locale__language_code=LANGUAGE_OF_THE_REST)
                .order_by("slug")
                .values_list("pk", flat=True)
            )
            for name, model in VOCABULARIES.items()
        }

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self.seconds[what] += perf_counter() - begun


@transaction.atomic
def add_works(seed: int, numbers: Iterable[int], shelves: Shelves) -> list[int]:
    """Add the works with these numbers, and give the keys of their pages, which are not in the search yet. All of them
    are there afterwards, or none."""
    with shelves.timed("texts"):
        sizes = {name: len(keys) for name, keys in shelves.terms.items()}
        made = [pair for number in numbers for pair in _pages(work_of(seed, number, sizes), shelves)]
    with shelves.timed("rows"):
        _place(made, shelves)
        _insert(made)
        _insert_relations(made, shelves)
    return [page.pk for _work, page in made]


def _pages(work: Work, shelves: Shelves) -> list[tuple[Work, ReportPage]]:
    """The pages of a work, unsaved and without their place in the tree: its own, and a translation of every fifth."""
    indexes = shelves.indexes
    own = indexes.get(work.language.code, indexes[LANGUAGE_OF_THE_REST])
    if work.is_among(CLOSED):
        return [(work, _page(work, work.language, shelves.closed))]
    pages = [(work, _page(work, work.language, own))]
    others = [code for code, index in indexes.items() if index.pk != own.pk]
    if others and work.is_among(TRANSLATED):
        code = work.rng("translation").choice(others)
        pages.append((work, _page(work, languages()[code], indexes[code])))
    return pages


def _page(work: Work, language: Language, above: Page) -> ReportPage:
    texts = texts_of(work, language)
    slug, is_live = f"generated-{work.seed}-{work.number}", not work.is_among(HIDDEN)
    day = work.facts["published_on"]
    moment = datetime.combine(day, time(9), UTC)
    return ReportPage(
        **work.facts,
        **texts,
        slug=slug,
        draft_title=texts["title"],
        locale_id=above.locale_id,
        depth=above.depth + 1,
        path=above.path,  # its own is told once it is known how many come
        url_path=f"{above.url_path}{slug}/",
        content_type=ContentType.objects.get_for_model(ReportPage),
        translation_key=work.key,
        live=is_live,
        has_unpublished_changes=not is_live,
        first_published_at=moment if is_live else None,
        last_published_at=moment if is_live else None,
        imported_from=work.mark,
        withdrawn_on=day if work.is_among(WITHDRAWN) else None,
    )


def _place(made: list[tuple[Work, ReportPage]], shelves: Shelves) -> None:
    """Give each page its path, behind all that are below the same page, and count them there."""
    below: dict[str, list[ReportPage]] = {}
    for _work, page in made:
        below.setdefault(page.path, []).append(page)
    for path, pages in sorted(below.items()):
        above = Page.objects.select_for_update().get(path=path)
        last = Page.objects.filter(path__startswith=path, depth=above.depth + 1).order_by("-path").first()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        for place, page in enumerate(pages, step + 1):
            page.path = Page._get_path(path, page.depth, place)
        Page.objects.filter(pk=above.pk).update(numchild=above.numchild + len(pages))


def _insert(made: list[tuple[Work, ReportPage]]) -> None:
    """The rows of pages and of reports. Django does not insert many rows of an inherited model at once, so that each of
    its two tables is written by itself, as `save` does it for one."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{field.attname: getattr(report, field.attname) for field in fields}) for _work, report in made]
    reports = [report for _work, report in made]
    for report, row in zip(reports, Page.objects.bulk_create(rows, batch_size=BATCH), strict=True):
        report.pk = report.id = row.pk
    own = ReportPage._meta.local_concrete_fields
    size = min(BATCH, connection.ops.bulk_batch_size(own, reports))
    for start in range(0, len(reports), size):
        ReportPage._base_manager._insert(reports[start : start + size], fields=own, using=connection.alias, raw=True)


def _author(work: Work, page: ReportPage, place: int) -> ReportAuthor:
    name, native = work.authors[place]
    author = ReportAuthor(
        report_id=page.pk,
        locale_id=page.locale_id,
        sort_order=place,
        name=name,
        native_name=native,
        affiliation=page.place,
        translation_key=work.author_keys[place],
    )
    author.key, author.bare_key = key_of(author), bare_key_of(author)
    return author


def _insert_relations(made: list[tuple[Work, ReportPage]], shelves: Shelves) -> None:
    """Authors, terms, and what readers are told of a work that is withdrawn."""
    ReportAuthor.objects.bulk_create(
        (_author(work, page, place) for work, page in made for place in range(len(work.authors))), batch_size=BATCH
    )
    for name, keys in shelves.terms.items():
        relation: Any = ReportPage._meta.get_field(name)
        report, term = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        through: Any = relation.remote_field.through
        links = (through(**{report: page.pk, term: keys[place]}) for work, page in made for place in work.terms[name])
        through.objects.bulk_create(links, batch_size=BATCH)
    withdrawn = {work.key: page for work, page in made if work.is_among(WITHDRAWN)}
    Withdrawal.objects.bulk_create(
        Withdrawal(work=key, identifier=page.identifier, title=page.title, kind=WithdrawalKind.WITHDRAW,
                   state=WithdrawalState.DONE, decided_at=page.first_published_at, public_reason=REASON)
        for key, page in withdrawn.items()
    )  # fmt: skip
