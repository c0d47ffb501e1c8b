"""Which author is a lead: somebody with the same ORCID iD, and never somebody with the same name."""

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale

from leads.models import LeadProfilePage
from research.inquiries.models import InquiryPerson


def profile_of(orcid: str, locale: Locale) -> LeadProfilePage | None:
    """The profile of a licensed lead who signs in with this ORCID iD, or whose account it was given for on a published
    report; None where there is none. One query."""
    signed_in = SocialAccount.objects.filter(provider="orcid", uid=orcid).values("user")
    named = InquiryPerson.objects.filter(orcid=orcid, is_author=True, user__isnull=False, inquiry__report__live=True)
    leads = LeadProfilePage.objects.shown_in(locale).licensed_on(timezone.localdate())
    return leads.filter(Q(owner__in=signed_in) | Q(owner__in=named.values("user"))).order_by("pk").first()
