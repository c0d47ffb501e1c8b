"""Pages of which some people may not even know: a report that is being reviewed tells who wrote it.

Sections register here which pages are hidden from somebody. Explorer, search, choosers, reports and the history of the
site ask the policy below; forms and buttons of one page ask `PagePermissions`.
"""

from collections.abc import Callable, Collection
from typing import Any, Final

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from camtree.core.registries import Registry

# From a person to the keys of the pages that are hidden from them.
Hidden = Callable[[Any], QuerySet[Any]]

_hidden: Registry[str, Hidden] = Registry()
_REMEMBERED: Final = "_pages_hidden"


def hides(name: str) -> Callable[[Hidden], Hidden]:
    """Mark the function that says which pages a section hides from somebody."""
    return _hidden.marks(name)


def without_hidden(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """The same pages without those that are hidden from `user`. Whoever may do everything sees everything."""
    if user.is_superuser:
        return pages
    for hidden in _hidden:
        pages = pages.exclude(pk__in=hidden(user))
    return pages


def is_hidden(page: Page, user: Any) -> bool:
    """Whether `user` may not know of a page. Which are hidden is asked once for a request, whose person is one."""
    if user.is_superuser or not user.is_active or page.live:
        return False
    known: frozenset[int] | None = getattr(user, _REMEMBERED, None)
    if known is None:
        known = frozenset(pk for hidden in _hidden for pk in hidden(user))
        setattr(user, _REMEMBERED, known)
    return page.pk in known


class ConfidentialPolicy(PagePermissionPolicy):
    """Wagtail's rules for pages, and: nobody comes upon a page that is hidden from them."""

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        return without_hidden(super().explorable_instances(user), user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet[Page]:
        return without_hidden(super().instances_user_has_any_permission_for(user, actions), user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Collection[str], instance: Page) -> bool:
        if is_hidden(instance, user):
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))
