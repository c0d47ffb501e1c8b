"""Forms about the account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from camtree.core.seen import SeenMixin
from camtree.core.words.time_zones import time_zone_choices
from camtree.members.models import User


class SignupProfileForm(forms.Form):
    """What sign-up asks beside address and password."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As others should see it, in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["display_name", "email", "password1", "password2"]

    def signup(self, request: Any, user: User) -> None:
        """Keep the name and the language the person signed up in."""
        user.display_name = self.cleaned_data["display_name"]
        user.preferred_language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["display_name", "preferred_language"])


class ProfileForm(SeenMixin, forms.ModelForm[User]):
    """What a member may change about themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = User
        fields = ["display_name", "family_name", "given_name", "preferred_language", "time_zone"]


class AdminUserFormMixin(forms.ModelForm[User]):
    """No user name, no first and last name; nobody gives a role that can do more than they can themselves."""

    first_name = None
    last_name = None

    def __init__(self, *args: Any, changed_by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not changed_by.is_superuser and "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True  # keeps its value, whatever is sent

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address has an account already."))
        return str(email)


ADMIN_USER_FIELDS = ["email", "display_name", "preferred_language", "time_zone", "is_superuser", "groups"]


class AdminUserEditForm(AdminUserFormMixin, UserEditForm):
    """Accounts in the admin."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta(UserEditForm.Meta):
        model = User
        fields = [*ADMIN_USER_FIELDS, "is_active"]


class AdminUserCreationForm(AdminUserFormMixin, UserCreationForm):
    """New accounts in the admin. Whoever gets one chooses a password by mail."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices, initial="UTC")

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ADMIN_USER_FIELDS

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)
