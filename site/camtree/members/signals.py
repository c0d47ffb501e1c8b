"""Wagtail keeps a language and a time zone of its own for everybody who enters the admin. Ours count: these copy them.

The admin and its mails read Wagtail's row, so one that said something else would contradict the account.
"""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from .models import User

COPIED = {"preferred_language": "preferred_language", "time_zone": "current_time_zone"}


@receiver(post_save, sender=User)
def copy_to_admin(instance: User, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Bring Wagtail's row into line when the account changes, and make it with the account."""
    if not raw and (update_fields is None or not COPIED.keys().isdisjoint(update_fields)):
        UserProfile.get_for_user(instance).save(update_fields=COPIED.values())


@receiver(pre_save, sender=UserProfile)
def keep_what_the_account_says(instance: UserProfile, raw: bool, **kwargs: Any) -> None:
    """Whatever form saves Wagtail's row, what it says about language and time zone comes from the account."""
    if not raw:
        says = User.objects.values(*COPIED).get(pk=instance.user_id)
        for ours, theirs in COPIED.items():
            setattr(instance, theirs, says[ours])
