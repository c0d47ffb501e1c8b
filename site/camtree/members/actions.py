"""Deeds about accounts."""

from django.db import transaction

from camtree.core.mail import send_mail_on_commit
from camtree.members import personal_data
from camtree.members.models import User


@transaction.atomic
def change_profile(*, member: User, display_name: str, preferred_language: str, time_zone: str) -> User:
    """Keep what a member says about themselves."""
    member.display_name = display_name
    member.preferred_language = preferred_language
    member.time_zone = time_zone
    member.save(update_fields=["display_name", "preferred_language", "time_zone"])
    return member


@transaction.atomic
def close_account(*, member: User) -> None:
    """Delete an account and what belongs to the person alone, and tell them by mail that it is done.

    What was published stays with its authors' names, because it is part of the record.
    """
    send_mail_on_commit(
        "account_closed", to=member.email, language=member.preferred_language, context={"name": str(member)}
    )
    personal_data.erase(member)
