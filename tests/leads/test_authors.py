"""From the page of an author to their profile as a lead: by ORCID iD, never by name."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from leads.models import LeadProfilePage
from research.models import ReportAuthor
from tests.factories.inquiries import make_inquiry
from tests.factories.members import make_member
from tests.factories.pages import make_lead, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
ORCID = "0000-0002-1825-0097"
LINK = "Profile as a CamTREE-lead"


def a_lead(**facts: Any) -> Any:
    """Nila Perera, who is a lead and the author of a work with this ORCID iD and of one without."""
    for title, orcid in (("Wait time", ORCID), ("Slips", "")):
        make_report(title, authors=[ReportAuthor(name="Nila Perera", orcid=orcid)])
    owner = make_member(name="Nila Perera")
    lead = make_lead("Nila Perera", **facts)
    LeadProfilePage.objects.filter(pk=lead.pk).update(owner=owner)
    return owner, lead


def linked(key: str = ORCID) -> bool:
    html = Client().get(f"/en/research/authors/{key}/").content.decode()
    return LINK in html and 'href="/en/leads/nila-perera/"' in html


def test_who_signs_in_with_the_orcid_of_an_author_is_linked_as_a_lead() -> None:
    owner, lead = a_lead()
    assert not linked()
    SocialAccount.objects.create(user=owner, provider="orcid", uid=ORCID)
    assert (linked(), linked("nila-perera")) == (True, False)
    lead.unpublish()
    assert not linked()


def test_whose_account_a_published_report_names_with_the_orcid_is_linked_as_a_lead() -> None:
    owner, _lead = a_lead()
    inquiry = make_inquiry(owner)
    inquiry.people.filter(user=owner).update(orcid=ORCID)
    assert not linked()
    inquiry.report = make_report("Own")
    inquiry.save()
    assert linked()
