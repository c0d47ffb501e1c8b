"""Whatever teachers type for one word finds the same works: with and without accents, in each form."""

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale

from camtree.search import engine
from camtree.search.engine import Wanted
from camtree.search.queries import asked_by_reader, find, page_types
from research.models import ReportPage

# By language: what is typed, and what finds as much.
AS_MUCH = [
    ("en", "fractions", "fraction"),
    ("en", "studies", "study"),
    ("en", "questioning", "question"),
    ("en", "maths", "math"),
    ("en", "teacher's", "teacher"),
    ("es", "investigacion", "investigación"),
    ("es", "investigaciones", "investigación"),
    ("es", "ninos", "niños"),
    ("es", "matematicas", "matemáticas"),
    ("es", "espanol", "español"),
    ("es", "averia", "avería"),
    ("es", "EVALUACION", "Evaluación"),
    ("fr", "l'élève", "élève"),
    ("fr", "l’évaluation", "évaluation"),
    ("fr", "l'evaluation", "évaluation"),
    ("ar", "اسئلة", "أسئلة"),
    ("ar", "اجابة", "إجابة"),
    ("ar", "الاردن", "الأردن"),
    ("ar", "مدرسه", "مدرسة"),
    ("ar", "القراءه", "القراءة"),
    ("ar", "الصـــف", "الصف"),
    ("ar", "مُعَلِّم", "معلم"),
    ("ar", "تقرِير", "تقرير"),
    ("ar", "التعليم", "تعليم"),
    ("ar", "للمعلمين", "معلمين"),
    ("zh-hans", "课堂　学生", "课堂 学生"),
    ("zh-hans", "ＣａｍＴＲＥＥ", "CamTREE"),
]
# What is printed on cards, each in the language of its reader; at least one report has it.
ON_CARDS = [
    ("en", "Kenya"),
    ("en", "Shymkent"),
    ("en", "Primary"),
    ("en", "Science"),
    ("en", "CT-2026-0033"),
    ("en", "ct 2026 0033"),
    ("en", "2026"),
    ("en", "lesson study"),
    ("es", "Kenia"),
    ("es", "Evaluación"),
    ("es", "Primaria"),
    ("fr", "Kenya"),
    ("fr", "Sciences"),
    ("ar", "كينيا"),
    ("ar", "العلوم"),
    ("zh-hans", "数学"),
    ("zh-hans", "中国"),
    ("zh-hans", "小学"),
    ("zh-hans", "肯尼亚"),
]


def found(text: str, language: str) -> set[int]:
    """Every page that a reader of the language finds."""
    locale = Locale.objects.get(language_code=language)
    with override(language):
        wanted = Wanted(asked_by_reader(text), tuple(page_types()), locale=locale)
    return set(engine.page_of(wanted, "newest", 0, 10_000))


@pytest.mark.parametrize(("language", "typed", "other"), AS_MUCH)
def test_every_form_of_a_word_finds_as_much(language: str, typed: str, other: str) -> None:
    assert found(typed, language) == found(other, language) != set()


@pytest.mark.parametrize(("language", "fact"), ON_CARDS)
def test_what_a_card_shows_is_found(language: str, fact: str, client: Client) -> None:
    locale = Locale.objects.get(language_code=language)
    with override(language):
        assert find(fact, locale).counts.get("report", 0) >= 1
    # The site of the tests has its pages in three languages.
    if language in ("en", "es", "ar"):
        assert "report-card" in client.get(f"/{language}/research/", {"q": fact}).content.decode()


def test_a_name_is_found_in_each_of_its_forms() -> None:
    tried = 0
    for report in ReportPage.objects.live().filter(locale__language_code="en"):
        for author in report.authors.all():
            for name in {author.name, " ".join(reversed(author.name.split())), author.native_name} - {""}:
                assert report.pk in found(name, "en"), name
                tried += 1
    assert tried > 40


def test_an_identifier_finds_its_report_alone() -> None:
    report = ReportPage.objects.live().get(identifier="CT-2026-0033", locale__language_code="en")
    assert found("CT-2026-0033", "en") == {report.pk}
