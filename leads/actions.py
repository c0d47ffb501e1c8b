"""Deeds of the leads section."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import ConsentText
from leads.models import Enquiry, LeadProfilePage


def send_enquiry(
    *, lead: LeadProfilePage, answers: dict[str, Any], key: UUID, consent: ConsentText
) -> tuple[Enquiry, bool]:
    """Keep a visitor's message and mail it to the lead. The same `key` again changes nothing.

    Returns the enquiry and whether it is new. A lead without an account gets no mail; staff see the enquiry.
    """
    try:
        with transaction.atomic():
            enquiry = Enquiry.objects.create(
                lead=lead,
                recipient=lead.owner,
                key=key,
                consent=consent,
                **{name: answers[name] for name in ("name", "email", "school", "message")},
            )
            if lead.owner is not None:
                send_mail_on_commit(
                    "enquiry_to_lead",
                    to=lead.owner.email,
                    language=lead.owner.preferred_language,
                    context={"enquiry": enquiry, "lead": lead},
                    reply_to=enquiry.email,
                )
    except IntegrityError:
        return Enquiry.objects.get(key=key), False
    return enquiry, True
