"""Who may write in which language.

There is one truth about that: page permissions. Whoever may change the front page of a language may write in it.
wagtail-localize itself asks only whether somebody may translate at all.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation


def may_write_in(user: Any, locale: Locale) -> bool:
    """Whether `user` may change the front page of a language."""
    front = Page.objects.filter(depth=2, locale_id=locale.pk).first()
    if front is None:
        return bool(user.is_superuser)
    return bool(front.permissions_for_user(user).can_edit())


def writable_locales(user: Any) -> QuerySet[Locale]:
    """The languages `user` may write in."""
    return Locale.objects.filter(pk__in=[locale.pk for locale in Locale.objects.all() if may_write_in(user, locale)])


def may_read_source(user: Any, source: Any) -> bool:
    """Whether `user` may translate from this original: what is public, or what they may change anyway."""
    if isinstance(source, Page):
        return bool(source.live or source.permissions_for_user(user).can_edit())
    model = type(source)
    return bool(user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"))


def may_publish_all(user: Any, translations: Iterable[Translation]) -> bool:
    """Whether `user` may publish the target of every one of these translations."""
    for translation in translations:
        target = translation.get_target_instance()
        if isinstance(target, Page):
            if not target.permissions_for_user(user).can_publish():
                return False
        elif not may_write_in(user, translation.target_locale):
            return False
    return True
