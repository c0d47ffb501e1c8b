"""Sign-up that tells nobody who has an account. A module of its own: allauth's form reads `forms` while it is made."""

from typing import Any

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password


class EvenSignupForm(SignupForm):
    """Takes as long for an address that has an account as for a new one: the time must tell nobody."""

    def try_save(self, request: Any) -> Any:
        user, response = super().try_save(request)
        if user is None:
            make_password(self.cleaned_data.get("password1"))
        return user, response
