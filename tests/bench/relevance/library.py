"""The works that the queries of `queries/` are asked of: the demo, those of `works/`, and a small generated library."""

import tomllib
from pathlib import Path
from typing import Any

from wagtail.models import Page

from camtree.search.indexing import indexed_at_the_end
from camtree.vocabularies.models import VOCABULARIES, VocabularyTerm
from demo.generated.actions import generate_reports
from demo.models import DemoRecord
from home.setup import set_up_site
from research.models import ReportAuthor, ReportIndexPage, ReportPage
from tests import kept

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "fr", "ar", "zh-hans")
GENERATED = 300
# How a judged work is told in the database; the demo's have their own list.
MARK = "judged:"


def add_judged_works() -> None:
    """Add to the demo what is judged beside it, in every language of the interface."""
    set_up_site(LANGUAGES)
    terms = {name: {term.slug: term for term in _english(model)} for name, model in VOCABULARIES.items()}
    with indexed_at_the_end():
        for language in LANGUAGES:
            above = ReportIndexPage.objects.get(locale__language_code=language)
            for key, told in tomllib.loads((HERE / f"works/{language}.toml").read_text(encoding="utf-8")).items():
                _add(above, f"{language}/{key}", told, terms)
    generate_reports(number=GENERATED)


def _english(model: type[VocabularyTerm]) -> Any:
    return model.objects.filter(locale__language_code="en")


def _add(above: ReportIndexPage, key: str, told: dict[str, Any], terms: dict[str, dict[str, VocabularyTerm]]) -> None:
    language, _slash, slug = key.partition("/")
    report = ReportPage(
        title=told["title"],
        slug=slug,
        introduction=told["introduction"],
        abstract_findings=told["findings"],
        body=[{"type": "section", "value": {"key": "plan", "heading_text": "", "content": [
            {"type": "text", "value": f"<p>{told['text']}</p>"}]}}],
        original_language=language,
        locale=above.locale,
        imported_from=MARK + key,
        **told["facts"],
    )  # fmt: skip
    names = [(name, "") if isinstance(name, str) else name for name in told["authors"]]
    report.authors = [
        ReportAuthor(locale=above.locale, name=name, native_name=native, sort_order=place)
        for place, (name, native) in enumerate(names)
    ]
    for name, known in terms.items():
        setattr(report, name, [known[slug] for slug in told.get(name, [])])
    above.add_child(instance=report)


def works_by_key() -> dict[str, Any]:
    """The translation key of everything that a query may name, by its name there."""
    rows = ReportPage.objects.filter(imported_from__startswith=MARK).values_list("imported_from", "translation_key")
    found = {mark.removeprefix(MARK): work for mark, work in rows}
    records = DemoRecord.objects.select_related("content_type")
    pages = {
        row.key: int(row.object_id) for row in records if issubclass(row.content_type.model_class() or object, Page)
    }
    works = dict(Page.objects.filter(pk__in=pages.values()).values_list("pk", "translation_key"))
    return found | {key: works[pk] for key, pk in pages.items() if pk in works}


def _digest() -> str:
    files = [*HERE.glob("works/*.toml"), Path(__file__)]
    return kept.digest_of(files, kept.DEMO.digest())


# The demo with all of it, kept for the tests beside those of `tests/kept.py`.
RELEVANCE = kept.Stage("relevance", _digest, add_judged_works)
