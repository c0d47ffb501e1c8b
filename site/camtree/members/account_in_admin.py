"""Somebody's own account in Wagtail's admin: what our accounts have, and nothing that goes around allauth."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from camtree.members.actions import change_profile
from camtree.members.forms import ProfileForm
from camtree.members.models import User


class AdminProfileForm(ProfileForm):
    """The form of the member's own page, saved by the same action."""

    def save(self, commit: bool = True) -> User:
        return change_profile(member=self.instance, **self.cleaned_data)


class ProfilePanel(account.BaseSettingsPanel):
    """Name, language and time zone."""

    name = "profile"
    title = _("Name, language and time zone")
    order = 100
    form_class = AdminProfileForm


# First and last name, which our accounts have not; a second language and time zone, which could contradict ours; a
# picture, which nobody would have freed from what the camera noted.
LEFT_OUT = (account.NameEmailSettingsPanel, account.LocaleSettingsPanel, account.AvatarSettingsPanel)


class AccountView(account.AccountView):
    """Wagtail's page with our panel."""

    def get_panels(self) -> list[Any]:
        ours = ProfilePanel(self.request, self.request.user, None)
        return [ours, *(panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT))]


# As Wagtail would wrap it.
account_view = never_cache(require_admin_access(AccountView.as_view()))
