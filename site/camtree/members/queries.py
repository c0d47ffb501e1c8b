"""Reads about people and what they agreed to."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Lower

from camtree.members.models import ConsentText, User


def current_consent(purpose: str, language: str) -> ConsentText | None:
    """The newest text for a purpose, in `language` where it has that, else in English. None where there is none."""
    preferred = Case(
        When(language=language, then=Value(0)),
        When(language="en", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return ConsentText.objects.filter(purpose=purpose).order_by("-version", preferred).first()


def addresses_of(member: User) -> set[str]:
    """Every address that a member ever confirmed or named here."""
    from allauth.account.models import EmailAddress

    return {member.email, *EmailAddress.objects.filter(user=member).values_list("email", flat=True)}


def confirmed_addresses(member: User) -> QuerySet[Any]:
    """The addresses that a member has confirmed, in small letters; to ask with, in a statement of another."""
    from allauth.account.models import EmailAddress

    return EmailAddress.objects.filter(user=member, verified=True).values_list(Lower("email"))
