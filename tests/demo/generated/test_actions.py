from collections.abc import Iterable
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale, Page

from camtree.search.queries import find
from demo.generated import actions
from demo.generated.actions import drop_generated, generate_reports
from demo.generated.rows import Shelves
from research.models import ReportAuthor, ReportPage

# Of sixty works: every fifth from the third on in a second language, one hidden (in two), one closed, one withdrawn.
WORKS, PAGES = 60, 72
CLOSED, HIDDEN, WITHDRAWN = "generated-1-13", "generated-1-7", "generated-1-29"
FACTS = ("slug", "title", "translation_key", "locale__language_code", "identifier", "country", "place", "body")


def generated() -> Any:
    return ReportPage.objects.filter(imported_from__startswith="generated:")


def rows() -> dict[str, int]:
    """How many rows every table of ours and of Wagtail's has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def told() -> list[tuple[Any, ...]]:
    in_order = generated().order_by("slug", "locale__language_code", "authors__sort_order")
    return list(in_order.values_list(*FACTS, "authors__translation_key"))


def test_a_library_is_a_sound_tree() -> None:
    before = Page.find_problems()
    assert before == ([], [], [], [], [])
    generate_reports(number=WORKS)
    assert Page.find_problems() == before
    for page in generated():
        above = page.get_parent()
        assert (page.url_path, page.locale_id) == (f"{above.url_path}{page.slug}/", above.locale_id)


def test_a_library_has_works_of_all_kinds() -> None:
    made = generate_reports(number=WORKS)
    assert (made.works, made.pages, generated().count()) == (WORKS, PAGES, PAGES)
    assert generated().values("translation_key").distinct().count() == WORKS
    assert list(generated().filter(live=False).values_list("slug", flat=True)) == [HIDDEN] * 2
    assert list(generated().filter(withdrawn_on__isnull=False).values_list("slug", flat=True)) == [WITHDRAWN]
    assert list(set(generated().live()) - set(generated().live().public())) == [generated().get(slug=CLOSED)]
    # The site of the tests speaks three of the languages: what is written in others stands among the English.
    assert set(generated().values_list("locale__language_code", flat=True)) == {"en", "es", "ar"}
    written = set(generated().values_list("original_language", flat=True))
    assert written >= {"en", "es", "ar", "fr", "zh-hans", "pt"}


def test_each_has_authors_and_terms() -> None:
    generate_reports(number=WORKS)
    for name in ("authors", "phases", "subjects", "approaches", "themes"):
        assert not generated().filter(**{name: None}).exists(), name
    chinese = ReportAuthor.objects.filter(report__in=generated().filter(original_language="zh-hans"))
    assert chinese
    assert all(author.native_name for author in chinese)


def test_pages_answer() -> None:
    generate_reports(number=WORKS)
    pages = list(generated().live().public())
    assert len(pages) == PAGES - 3
    visitor = Client()
    for page in [*pages[:2], *(page for page in pages if page.slug == WITHDRAWN)]:
        answer = visitor.get(page.url)
        assert answer.status_code == 200
        assert ("An invented report, withdrawn" in answer.content.decode()) == (page.slug == WITHDRAWN)


def test_public_ones_are_found_and_others_are_not() -> None:
    generate_reports(number=WORKS)
    english = Locale.objects.get(language_code="en")
    shown = generated().filter(locale=english).live().public()
    words = {page.authors.first().name.rpartition(" ")[2] for page in generated().filter(locale=english)}
    found = {hit.page.slug for word in words for hit in find(word, english, size=99).hits}
    assert generated().filter(locale=english, slug__in=[CLOSED, HIDDEN]).count() == 2
    assert {slug for slug in found if slug.startswith("generated-")} >= {page.slug for page in shown}
    assert not {CLOSED, HIDDEN} & found


def test_a_run_that_was_cut_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    generate_reports(number=WORKS)
    whole, add_works = told(), actions.add_works
    drop_generated()
    monkeypatch.setattr(actions, "BATCH", 20)

    def cut(seed: int, numbers: list[int], shelves: Shelves) -> list[int]:
        if numbers[0] == 40:
            raise KeyboardInterrupt
        return add_works(seed, numbers, shelves)

    monkeypatch.setattr(actions, "add_works", cut)
    with pytest.raises(KeyboardInterrupt):
        generate_reports(number=WORKS)
    assert generated().values("translation_key").distinct().count() == 40
    monkeypatch.setattr(actions, "add_works", add_works)
    heard: list[tuple[int, int]] = []
    assert generate_reports(number=WORKS, told=lambda *pair: heard.append(pair)).works == 20
    assert heard == [(40, 60), (60, 60)]
    assert told() == whole
    assert generate_reports(number=WORKS).works == 0


def test_another_seed_is_another_library_beside_it() -> None:
    generate_reports(number=5)
    generate_reports(number=5, seed=2)
    keys = generated().values_list("translation_key", flat=True)
    assert len(set(keys)) == 10


def test_dropping_leaves_nothing_and_takes_nothing_else() -> None:
    before = rows()
    generate_reports(number=WORKS)
    assert rows() != before
    assert drop_generated() == PAGES
    after = rows()
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_command_says_what_it_did() -> None:
    def run(*words: str) -> str:
        said = StringIO()
        call_command("generate_reports", *words, "--beside", "0", stdout=said, stderr=StringIO())
        return said.getvalue()

    assert run("3").startswith("3 generated works were added, 4 pages with their translations.\nSeconds: texts ")
    assert run("3") == "0 generated works were added, 0 pages with their translations.\n"
    assert run("--drop") == "4 generated pages are gone.\n"


@pytest.mark.parametrize("words", [[], ["0"], ["1000001"], ["3", "--drop"]])
def test_the_command_refuses_what_it_cannot_do(words: Iterable[str]) -> None:
    with pytest.raises(CommandError):
        call_command("generate_reports", *words)
