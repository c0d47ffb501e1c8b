"""Somebody's own account on the editors' side."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from camtree.members.actions import change_profile
from home.roles import ADMIN, ROLES
from tests.factories.members import browser_of, make_member
from tests.kept import LANGUAGES

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/account/"
# Translators into languages that the tests leave out have no pages.
INSIDE = [name for name, role in ROLES.items() if ADMIN in role.models and role.language in {"", *LANGUAGES}]
PROFILE = {
    *("profile-display_name", "profile-family_name", "profile-given_name"),
    *("profile-preferred_language", "profile-time_zone"),
}
THEME = {"theme-theme", "theme-contrast", "theme-density", "theme-keyboard_shortcuts"}
SUBMITTED = {"notifications-submitted_notifications"}
OWN_PAGES = {f"notifications-{event}_notifications" for event in ("approved", "rejected", "updated_comments")}
SENT = {
    "profile-display_name": "After",
    "profile-preferred_language": "fr",
    "profile-time_zone": "Asia/Almaty",
    "theme-theme": "dark",
    "theme-contrast": "system",
    "theme-density": "default",
}


def fields_of(response: Any) -> set[str]:
    panels = [panel for panels in response.context["panels_by_tab"].values() for panel in panels]
    return {field.html_name for panel in panels for field in panel.get_form()}


def says(user: Any) -> tuple[str, str]:
    """What Wagtail has noted about somebody's language and time zone."""
    profile = UserProfile.objects.get(user=user)
    return profile.preferred_language, profile.current_time_zone


@pytest.mark.parametrize("role", INSIDE)
def test_everybody_inside_finds_what_an_account_has_and_nothing_else(role: str) -> None:
    response = browser_of(make_member(roles=(role,))).get(ADDRESS)
    assert response.status_code == 200
    publishes = "publish" in ROLES[role].pages
    assert fields_of(response) == PROFILE | THEME | OWN_PAGES | (SUBMITTED if publishes else set())
    html = response.content.decode()
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in html


@pytest.mark.parametrize("role", INSIDE)
def test_name_language_and_time_zone_are_changed_and_no_address(role: str) -> None:
    user = make_member("Before", roles=(role,))
    email, password = user.email, user.password
    sneaked = {
        "profile-email": "other@school.test",
        "name_email-email": "other@school.test",
        "profile-is_superuser": "1",
    }
    sneaked |= {"password-new_password1": "another fine password", "password-new_password2": "another fine password"}
    assert browser_of(user).post(ADDRESS, SENT | sneaked).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.preferred_language, user.time_zone) == ("After", "fr", "Asia/Almaty")
    assert (user.email, user.password, user.is_superuser) == (email, password, False)
    assert says(user) == ("fr", "Asia/Almaty")
    assert UserProfile.objects.get(user=user).theme == "dark"


def test_a_wrong_time_zone_changes_nothing() -> None:
    user = make_member("Before", roles=("Editors",))
    assert browser_of(user).post(ADDRESS, SENT | {"profile-time_zone": "Mars/Base"}).status_code == 200
    user.refresh_from_db()
    assert (user.display_name, user.time_zone) == ("Before", "UTC")


def test_the_admin_speaks_the_language_of_the_account_from_the_first_visit() -> None:
    user = make_member(roles=("Editors",), preferred_language="es", time_zone="America/Lima")
    assert says(user) == ("es", "America/Lima")
    response = browser_of(user).get(ADDRESS, headers={"accept-language": "fr"})
    assert '<html lang="es"' in " ".join(response.content.decode().split())
    assert "Nombre, idioma y huso horario" in response.content.decode()


def test_what_wagtail_has_noted_follows_the_account() -> None:
    user = make_member(roles=("Editors",))
    change_profile(member=user, display_name="A", preferred_language="ar", time_zone="Africa/Nairobi")
    assert says(user) == ("ar", "Africa/Nairobi")
    profile = UserProfile.objects.get(user=user)
    profile.preferred_language, profile.current_time_zone = "fr", "Europe/London"
    profile.save()
    assert says(user) == ("ar", "Africa/Nairobi")
