"""The directory of leads asks the database as few things for twelve leads as for one."""

import pytest
from django.utils import timezone

from leads.models import LeadLanguage, LocalTraining
from tests.factories.pages import make_full_lead, make_translation
from tests.queries import Look, in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_the_directory() -> None:
    def more_leads(number: int) -> None:
        for place in range(number):
            lead = make_full_lead(f"Lead {place}")
            if place % 2:
                make_translation(lead)

    same_at_one_and_twelve(more_leads, *in_languages("/en/leads/", 8, 'class="card lead-card"'))


def test_a_lead_with_many_trainings() -> None:
    lead = make_full_lead()
    pages = [lead, make_translation(lead)]
    codes = iter(["en", "es", "fr", "ar", "sw", "pt", "de", "it", "ja", "ko", "nl", "pl"])

    def more_trainings(number: int) -> None:
        for _each in range(number):
            code = next(codes)
            for page in pages:  # each shows those of both
                page.trainings.add(LocalTraining(title="Two days", starts_on=timezone.localdate(), days=2))
                page.languages.add(LeadLanguage(code=code))
        for page in pages:
            page.save_revision().publish()

    same_at_one_and_twelve(more_trainings, *(Look(page.url, 5, 'dir="auto">Two days', (2, 24)) for page in pages))
