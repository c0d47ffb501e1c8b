"""What is loaded for a card is shown and never saved."""

import pytest
from wagtail.models import Revision

from camtree.core.pages.card_facts import PartlyLoadedError
from camtree.vocabularies.models import Theme
from research.models import ReportPage
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def test_a_page_loaded_for_a_card_refuses_to_be_saved() -> None:
    report = make_report("Wait time")
    report.themes = [Theme.objects.filter(locale__language_code="en").first()]
    report.save()
    (card,) = ReportPage.objects.filter(pk=report.pk).with_card_facts()
    card.title = "Waiting"
    revisions = Revision.objects.count()
    for save in (card.save, card.save_revision):
        with pytest.raises(PartlyLoadedError, match="Load it again"):
            save()
    assert Revision.objects.count() == revisions
    again = ReportPage.objects.get(pk=report.pk)
    assert (again.title, again.themes.count()) == ("Wait time", 1)
    again.title = "Waiting"
    again.save()
    assert ReportPage.objects.get(pk=report.pk).title == "Waiting"
