"""How allauth fits into CamTREE."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from camtree.core.http.rate_limits import network_of
from camtree.core.tasks import send_mail
from camtree.members.models import User

DEMO_ADDRESS = "@demo.camtree.test"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without a user name; demo accounts only where the demo may be used; mail by a task."""

    def populate_username(self, request: Any, user: User) -> None:
        """There is no user name to fill."""

    def pre_login(self, request: Any, user: User, **kwargs: Any) -> Any:
        """Refuse demo accounts, whose password is public, where neither DEBUG nor CAMTREE_DEMO is on."""
        if user.email.endswith(DEMO_ADDRESS) and not (settings.DEBUG or settings.CAMTREE_DEMO):
            return HttpResponseRedirect(reverse("account_inactive"))
        return super().pre_login(request, user, **kwargs)

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        """Wrong passwords count by account and address together: nobody keeps an owner out from elsewhere."""
        address = network_of(self.get_client_ip(request))
        return f"{super()._get_login_attempts_cache_key(request, **credentials)} {address}"

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to send somebody on to `url`: on this host only, and into the admin only whom it lets in. It would
        send the others back to the door, and the door, because they are signed in, to the admin again."""
        if not url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        ):
            return False
        into_admin = urlsplit(str(url)).path.startswith(reverse("wagtailadmin_home"))
        user = self.request.user
        return not into_admin or user.is_anonymous or user.has_perm("wagtailadmin.access_admin")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link in the mail, which remembers where its owner wanted to go: by the door, and then there."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        aim = get_next_redirect_url(request)
        if not aim:
            return url
        by_the_door = f"{reverse('account_login')}?{urlencode({'next': aim})}"
        return f"{url}?{urlencode({'next': by_the_door})}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As a task, so that the time an answer takes tells nobody whether an address has an account."""
        message = self.render_mail(template_prefix, email, context | {"base_url": settings.WAGTAILADMIN_BASE_URL})
        subject, body = str(message.subject), str(message.body)
        reply_to = settings.CONTACT_EMAIL
        transaction.on_commit(lambda: send_mail.enqueue(subject=subject, body=body, to=email, reply_to=reply_to))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Signing in by ORCID."""

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """The keys of this site at ORCID. Without any, its addresses do not exist."""
        try:
            return super().get_app(request, provider, client_id)
        except (SocialApp.DoesNotExist, MultipleObjectsReturned):
            raise Http404 from None
