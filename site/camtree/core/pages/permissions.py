"""What somebody may do to a page, where we ask for more than Wagtail."""

from wagtail.models import PagePermissionTester


class PagePermissions(PagePermissionTester):
    """Wagtail's rules, and: whoever may not add pages at a place takes none away and copies none.

    Translators may only change pages: those of their language stay where they are. And whoever may only add pages,
    which lets them change their own, writes each by hand.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Whether to delete the page. Moving it out asks the same."""
        return bool(super().can_delete(ignore_bulk)) and self.may("add")

    def can_copy(self) -> bool:
        return bool(super().can_copy()) and self.may("add", "change")

    def may(self, *actions: str) -> bool:
        """Whether the person holds all these rights here: add, change, publish and so on."""
        return bool(self.user.is_superuser) or self.permissions.issuperset(actions)
