from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from camtree.members.models import User

PASSWORD = "a password of some length"
_number = count(1)


def make_member(name: str = "Nila Perera", *, roles: tuple[str, ...] = (), **fields: Any) -> User:
    """Somebody with a confirmed address and these roles."""
    email = fields.pop("email", f"person{next(_number)}@school.test")
    user = User.objects.create_user(email, PASSWORD, display_name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles)
    return user


def browser_of(user: User | None) -> Client:
    """A browser in which `user` is signed in; nobody for None."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def lately_signed_in(user: User) -> Client:
    """A browser whose owner has just shown who they are."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser
