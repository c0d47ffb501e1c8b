"""Accounts in Wagtail's admin, for accounts that have an e-mail address and a name to show, and nothing else.

Named in INSTALLED_APPS in place of wagtail.users.
"""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAdminConfig(WagtailUsersAppConfig):
    """Wagtail's app for accounts and roles, with our viewset."""

    user_viewset = "camtree.members.users_viewset.UserViewSet"
