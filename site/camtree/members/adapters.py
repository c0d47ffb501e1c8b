"""How allauth fits into CamTREE."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from camtree.members.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without a user name; demo accounts only where the demo may be used."""

    def populate_username(self, request: Any, user: User) -> None:
        """There is no user name to fill."""

    def pre_login(self, request: Any, user: User, **kwargs: Any) -> Any:
        """Refuse demo accounts, whose password is public, where neither DEBUG nor CAMTREE_DEMO is on."""
        if user.email.endswith("@demo.camtree.test") and not (settings.DEBUG or settings.CAMTREE_DEMO):
            from django.http import HttpResponseRedirect
            from django.urls import reverse

            return HttpResponseRedirect(reverse("account_inactive"))
        return super().pre_login(request, user, **kwargs)

    def is_safe_url(self, url: str | None) -> bool:
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})
