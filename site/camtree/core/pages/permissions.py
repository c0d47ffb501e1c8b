"""What somebody may do to a page, where we ask for more than Wagtail."""

from typing import Any

from wagtail.models import PagePermissionTester

from camtree.core.pages.confidential import is_hidden
from camtree.core.pages.publishing import bar_to_publishing


class PagePermissions(PagePermissionTester):
    """Wagtail's rules, and: whoever may not add pages at a place takes none away and copies none.

    Translators may only change pages: those of their language stay where they are. And whoever may only add pages,
    which lets them change their own, writes each by hand. A page that is hidden from somebody gives them no right, and
    what a section bars from being published is not copied either: a copy would be another page that nothing bars.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        self.is_hidden = is_hidden(page, user)
        if self.is_hidden:
            self.permissions: set[str] = set()

    def can_edit(self) -> bool:
        return not self.is_hidden and bool(super().can_edit())

    def can_view_revisions(self) -> bool:
        return not self.is_hidden and bool(super().can_view_revisions())

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not bar_to_publishing(self.page, self.user)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Whether to delete the page. Moving it out asks the same."""
        if not self.may("add") or (self.page.live and not self.may("publish")):
            return False
        if self.user.is_active and self.page.is_leaf() and not self.page_is_root:
            # As Wagtail's, which asks the database for what lies below.
            return self.may("change") or self.page.owner_id == self.user.pk
        return bool(super().can_delete(ignore_bulk))

    def can_copy(self) -> bool:
        """Whether to copy the page, here or anywhere."""
        return bool(super().can_copy()) and self.may("add", "change") and not bar_to_publishing(self.page, self.user)

    def may(self, *actions: str) -> bool:
        """Whether the person holds all these rights here: add, change, publish and so on."""
        return bool(self.user.is_superuser) or self.permissions.issuperset(actions)
