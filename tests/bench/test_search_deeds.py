import pytest

from demo.generated.actions import generate_reports
from research.models import ReportPage
from tests.bench.search_deeds import index_sizes, rare_name, search_ours, search_queries, texts_of, true_counts
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def test_true_counts_read_every_text_of_public_reports() -> None:
    make_report("Pupils outdoors", country="NO")
    make_report("Another", country="NO", abstract_findings="What pupils said", kind="summary")
    make_report("Pupils elsewhere", country="SE")
    make_report("A pupil", country="NO")
    make_report("Pupils hidden", country="NO", live=False)
    make_report("Pupillage", country="NO")
    assert true_counts("pupils", "NO") == {"all": 3, "kinds": {"research_report": 2, "summary": 1}}


def test_a_rare_name_stands_in_a_public_report_and_in_few() -> None:
    generate_reports(number=60)
    name = rare_name("en")
    public = ReportPage.objects.live().public()
    holding = [page for page in public if any(name in text.lower() for text in texts_of(page))]
    assert 1 <= len(holding) <= 2


def test_the_index_takes_room() -> None:
    assert set(index_sizes()) == {"search_", "wagtailsearch_"}
    assert sum(index_sizes().values()) > 0.01


def test_queries_are_those_of_a_page_that_is_not_kept() -> None:
    make_report("Quietude")
    first, again = search_queries([f"/en/search/?q=quietude&look={number}" for number in range(3)], "")
    assert first > again > 0
    assert search_ours("quietude", 2) == 1
