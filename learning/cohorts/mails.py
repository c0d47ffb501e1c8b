"""Mails to people of cohorts."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from camtree.core.mail import send_mail_on_commit
from learning.cohorts.models import CohortMember


def write_to(row: CohortMember, template: str, *, to: str = "", language: str = "", **context: Any) -> None:
    """Mail somebody of a cohort, in their language, else in that of the cohort."""
    member = row.member
    language = language or (member.preferred_language if member else row.cohort.language)
    with translation.override(language):
        name, args = (
            ("cohort_invitation", row.token) if template == "cohort_invitation" else ("my_cohort", row.cohort_id)
        )
        address = settings.WAGTAILADMIN_BASE_URL + reverse(name, args=[args])
    context = {"row": row, "cohort": row.cohort, "member": member, "address": address, **context}
    send_mail_on_commit(template, to=to or (member.email if member else row.email), language=language, context=context)
