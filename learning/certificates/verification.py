"""What `/verify/` says about codes of certificates."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from camtree.core.papers.codes import Answer
from learning.certificates.models import Certificate


def answer(code: str) -> Answer | None:
    """A certificate with this code, whatever became of it."""
    found = Certificate.objects.select_related("replaces", "replacement").filter(code=code).first()
    if found is None:
        return None
    facts = {"certificate": found, "today": timezone.now().date()}
    return Answer("learning/certificates/verify/certificate.html", facts)


def check_address(certificate: Certificate) -> str:
    """Where anybody may check it, whole; the same in every language."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("verify_code", args=[certificate.shown_code])
