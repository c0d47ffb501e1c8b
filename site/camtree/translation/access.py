"""Who may write in which language.

There is one truth about that: page permissions. Whoever may change the front page of a language may write in it.
wagtail-localize itself asks only whether somebody may translate at all.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, LockableMixin, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation


def may_write_in(user: Any, locale: Locale) -> bool:
    """Whether `user` may change the front page of a language."""
    return locale.pk in _writable(user)


def writable_locales(user: Any) -> QuerySet[Locale]:
    """The languages `user` may write in."""
    return Locale.objects.filter(pk__in=_writable(user))


def _writable(user: Any) -> frozenset[int]:
    """Primary keys of those languages, asked once for each request: it is another user object every time."""
    kept = getattr(user, "_writable_locales", None)
    if kept is None:
        if user.is_superuser and user.is_active:
            paths = [""]
        else:
            rows = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
            paths = [row.page.path for row in rows if row.permission.codename == "change_page"]
        fronts = Page.objects.filter(depth=2).values_list("path", "locale_id") if paths else []
        kept = frozenset(locale for path, locale in fronts if path.startswith(tuple(paths)))
        user._writable_locales = kept
    return kept


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


def is_locked_for(user: Any, translation: Translation) -> bool:
    """Whether the page or row of a translation, or another language of it, is locked for `user`."""
    return is_page_locked_for(user, translation.get_target_instance())


def is_page_locked_for(user: Any, instance: Any) -> bool:
    """The same for the page or row itself: a lock, a workflow that others decide on, a time that is set."""
    instance = getattr(instance, "specific", instance)
    lock = instance.get_lock() if isinstance(instance, LockableMixin) else None
    return bool(lock and lock.for_user(user))
