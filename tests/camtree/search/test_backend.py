"""Our index as Wagtail's search backend: the admin, its choosers, the API and `update_index`."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from modelsearch.backends.base import FilterFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText
from wagtail.images import get_image_model
from wagtail.models import Page

from camtree.search import index
from camtree.search.models import Build, Entry, KnownWord
from research.models import ReportPage
from tests.factories.members import make_member
from tests.factories.pages import make_lead, make_report

pytestmark = pytest.mark.django_db


def titles(results: Any) -> list[str]:
    return [page.title for page in results]


def test_trees_of_queries() -> None:
    make_report("Okapi gnu")
    make_report("Okapi")
    make_report("Gnu")
    reports = ReportPage.objects.all()
    assert set(titles(reports.search("okapi gnu"))) == {"Okapi gnu"}
    assert set(titles(reports.search("okapi gnu", operator="or"))) == {"Okapi gnu", "Okapi", "Gnu"}
    assert titles(reports.search(PlainText("okapi") & PlainText("gnu"))) == ["Okapi gnu"]
    assert set(titles(reports.search(Or([PlainText("okapi"), PlainText("gnu")])))) == {"Okapi gnu", "Okapi", "Gnu"}
    assert titles(reports.search(And([PlainText("okapi"), Not(PlainText("gnu"))]))) == ["Okapi"]
    assert titles(reports.search(Boost(Phrase("okapi gnu"), 2))) == ["Okapi gnu"]
    assert reports.search(MATCH_ALL).count() == 3
    assert titles(reports.search(Phrase("gnu okapi"))) == []


def test_conditions_orders_slices_and_numbers_hold() -> None:
    for number in range(5):
        make_report(f"Okapi {number}", country="KE" if number % 2 else "NO")
    found = ReportPage.objects.filter(country="NO").search("okapi")
    assert (found.count(), len(found), len(found[1:])) == (3, 3, 2)
    assert set(titles(found)) == {"Okapi 0", "Okapi 2", "Okapi 4"}
    ordered = ReportPage.objects.order_by("-title").search("okapi", order_by_relevance=False)
    assert titles(ordered[1:3]) == ["Okapi 3", "Okapi 2"]
    assert titles(ReportPage.objects.search("okapi")[4:9]) == titles(ReportPage.objects.search("okapi"))[4:]
    scores = [page.score for page in ReportPage.objects.search("okapi").annotate_score("score")]
    assert scores == sorted(scores, reverse=True)


def test_beginnings_of_titles_are_enough_for_choosers() -> None:
    report = make_report("Fracciones y Évaluation")
    make_report("Other", introduction="Fracciones.")
    for typed in ("frac", "eval", "évalu", "y eva"):
        assert [page.pk for page in Page.objects.all().autocomplete(typed)] == [report.pk], typed
    assert titles(Page.objects.all().autocomplete("racc")) == []


def test_choosers_find_what_the_site_finds(admin_client: Client) -> None:
    make_report("Fracciones", country="KE")
    make_report("Other", introduction="Fracciones: the stories of mathematics.")
    everything = Page.objects.all()
    assert titles(everything.autocomplete("FRACCIONES")) == ["Fracciones", "Other"]
    assert titles(everything.autocomplete("story")) == titles(everything.autocomplete("maths")) == ["Other"]
    assert titles(everything.autocomplete("Kenya")) == ["Fracciones"]
    assert titles(everything.autocomplete("fracciones -story")) == ["Fracciones"]
    assert titles(everything.autocomplete('"the stories"')) == ["Other"]
    assert titles(everything.autocomplete("sto mathem")) == []
    assert "Other" in admin_client.get("/admin/pages/search/", {"q": "maths"}).content.decode()


@pytest.mark.parametrize("typed", ['"', "'", '""', "(", "*", "-", "a" * 5000, "AND", "^a", "title:x", "\\", "%", "🎉"])
def test_signs_of_databases_mean_nothing(admin_client: Client, typed: str) -> None:
    make_report("Okapi")
    addresses = ["images", "documents", "media", "pages/search", "choose-page/search", "images/chooser/results"]
    for address in addresses:
        response = admin_client.get(f"/admin/{address}/", {"q": typed})
        assert response.status_code == 200, address
    for kind in ("pages", "images", "documents"):
        assert admin_client.get(f"/api/v2/{kind}/", {"search": typed}).status_code in (200, 400), kind


def test_the_api_finds_what_the_site_finds(client: Client) -> None:
    make_report("La avería", language="es")
    answer = client.get("/api/v2/pages/?search=averia&locale=es&type=research.ReportPage").json()
    assert [row["title"] for row in answer["items"]] == ["La avería"]
    assert answer["meta"]["total_count"] == 1


def test_images_are_found_whatever_model_is_asked() -> None:
    assert get_image_model().objects.search("nothing").count() == 0


# ---------------------------------------------------------------- made anew


def facts(report: ReportPage) -> list[Any]:
    fields = ("kind", "language", "readers", "sort_title", "text", "country", "newest", "known")
    return list(Entry.objects.filter(object_id=report.pk, kind="report").values_list(*fields))


def test_an_index_made_anew_says_the_same_and_the_old_one_goes() -> None:
    report = make_report("Okapi", country="KE", introduction="A long-necked animal.")
    make_lead("Sunita Rao")
    before, builds = facts(report), list(Build.objects.values_list("pk", flat=True))
    number = Entry.objects.exclude(kind="").count()
    call_command("update_index", stdout=StringIO(), verbosity=0)
    assert facts(report) == before
    assert Entry.objects.exclude(kind="").count() == number
    assert Build.objects.count() == 1
    assert not Build.objects.filter(pk__in=builds).exists()
    assert titles(ReportPage.objects.search("okapi")) == ["Okapi"]


def test_a_half_made_index_is_never_asked_and_misses_nothing_in_the_end() -> None:
    old = make_report("Okapi old")
    build = index.begin_build()
    index.write([old], [build])
    assert set(titles(ReportPage.objects.search("okapi"))) == {"Okapi old"}
    new = make_report("Okapi new")
    assert set(titles(ReportPage.objects.search("okapi"))) == {"Okapi old", "Okapi new"}
    ReportPage.objects.get(pk=old.pk).delete()
    assert titles(ReportPage.objects.search("okapi")) == ["Okapi new"]
    index.finish_build(build)
    assert titles(ReportPage.objects.search("okapi")) == ["Okapi new"]
    assert set(Entry.objects.values_list("build", flat=True)) == {build}
    assert len(facts(new)) == 1


def test_a_making_that_was_cut_is_cleared_away_by_the_next() -> None:
    report = make_report("Okapi")
    index.write([report], [index.begin_build()])
    assert len(facts(report)) == 2
    build = index.begin_build()
    assert len(facts(report)) == 1
    index.drop_build(build)
    assert titles(ReportPage.objects.search("okapi")) == ["Okapi"]


def test_known_words_go_with_the_last_work_that_has_them() -> None:
    one = make_report("Okapiology")
    two = make_report("Okapiology too")
    assert KnownWord.objects.filter(folded="okapiology").count() == 1
    one.delete()
    assert KnownWord.objects.filter(folded="okapiology").count() == 1
    two.title = "Something else"
    two.save_revision().publish()
    assert KnownWord.objects.filter(folded="okapiology").count() == 0


def test_somebody_who_may_see_nothing_finds_nothing_in_the_admin(client: Client) -> None:
    make_report("Okapi")
    client.force_login(make_member("nobody@example.org"))
    assert client.get("/admin/pages/search/?q=okapi").status_code == 302


def test_what_was_found_is_counted_by_a_field() -> None:
    for number in range(3):
        make_report(f"Okapi {number}")
    lead = make_lead("Okapi Bandra")
    report = ReportPage.objects.first()
    assert report is not None
    found = Page.objects.all().search("okapi")
    assert found.facet("content_type_id") == {report.content_type_id: 3, lead.content_type_id: 1}
    assert list(found.facet("content_type_id")) == [report.content_type_id, lead.content_type_id]
    assert found.count() == 4
    assert Page.objects.all().search("gnu").facet("content_type_id") == {}
    with pytest.raises(FilterFieldError, match=r"Page\.search_fields has no FilterField of draft_title"):
        found.facet("draft_title")
