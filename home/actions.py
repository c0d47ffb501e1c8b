"""Deeds of the home section."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import ConsentText
from home.models import InterestRegistration


def register_interest(
    *, answers: dict[str, Any], key: UUID, consent: ConsentText, language: str
) -> tuple[InterestRegistration, bool]:
    """Keep what somebody told us and thank them by mail. The same `key` again changes nothing.

    Returns the registration and whether it is new.
    """
    fields = ("name", "email", "role", "organisation", "country", "languages", "interests", "message")
    try:
        with transaction.atomic():
            registration = InterestRegistration.objects.create(
                **{name: answers[name] for name in fields if name in answers},
                key=key,
                consent=consent,
                page_language=language,
            )
            send_mail_on_commit(
                "interest_registered",
                to=registration.email,
                language=language,
                context={
                    "registration": registration,
                    "base_url": settings.WAGTAILADMIN_BASE_URL,
                    "language": language,
                },
            )
            if settings.CONTACT_EMAIL:
                send_mail_on_commit(
                    "interest_to_team",
                    to=settings.CONTACT_EMAIL,
                    language=settings.LANGUAGE_CODE,
                    context={"registration": registration, "address": _address_of(registration)},
                    reply_to=registration.email,
                )
    except IntegrityError:
        return InterestRegistration.objects.get(key=key), False
    return registration, True


def _address_of(registration: InterestRegistration) -> str:
    """Where the team reads a registration."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('interest:edit', args=[registration.pk])}"
