"""Where a holder may show a certificate: addresses with what those sites ask for, and nothing that calls them."""

from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from learning.certificates.models import Certificate
from learning.certificates.verification import check_address

PROFILE: Final = "https://www.linkedin.com/profile/add"


def profile_address(certificate: Certificate) -> str:
    """LinkedIn's form for a certificate, filled in (its own "Add to profile" link)."""
    issued = timezone.localtime(certificate.earned_at)
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.course_title,
        "organizationName": "CamTREE",
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": check_address(certificate),
        "certId": certificate.shown_code,
    }
    if certificate.expires_on is not None:
        facts |= {"expirationYear": certificate.expires_on.year, "expirationMonth": certificate.expires_on.month}
    return f"{PROFILE}?{urlencode(facts)}"
