"""Deeds about accounts."""

from django.db import transaction

from camtree.members.models import User


@transaction.atomic
def change_profile(*, member: User, display_name: str, preferred_language: str, time_zone: str) -> User:
    """Keep what a member says about themselves."""
    member.display_name = display_name
    member.preferred_language = preferred_language
    member.time_zone = time_zone
    member.save(update_fields=["display_name", "preferred_language", "time_zone"])
    return member
