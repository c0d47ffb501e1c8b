"""Signing up, in and out; what allauth does in our clothes."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from camtree.members.models import User
from learning.cohorts.actions.cohorts import invite_members
from tests.factories.cohorts import make_cohort
from tests.factories.inquiries import make_inquiry
from tests.factories.members import PASSWORD, browser_of, lately_signed_in, make_member

pytestmark = pytest.mark.django_db

SIGNED_OUT = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
SIGNED_OUT += ["account_email_verification_sent", "account_inactive"]
SIGNED_IN = ["my_dashboard", "my_profile", "account_email", "account_change_password", "account_logout", "mfa_index"]
SIGNED_IN += [
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "account_reauthenticate",
]


def link_in(message: Any) -> str:
    found = re.search(r"https?://testserver(\S+)", message.body)
    assert found, message.body
    return found[1]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", SIGNED_OUT + SIGNED_IN)
def test_every_page_is_ours_and_runs_nothing_inline(name: str, language: str) -> None:
    browser = lately_signed_in(make_member()) if name in SIGNED_IN else Client()
    response = browser.get(reverse(name).replace("/en/", f"/{language}/", 1))
    html = response.content.decode()
    assert response.status_code == 200
    assert '<main id="main"' in html
    assert html.count("<h1") == 1
    assert f'lang="{language}"' in html
    assert not re.search(r"<script(?![^>]*(src=|application/json))[^>]*>", html)
    assert not re.search(r"\s(style|on[a-z]+)=[\"']", html)
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "button"),
    [
        ("account_login", "Sign in"),
        ("account_signup", "Sign up"),
        ("account_reset_password", "Send"),
        ("account_change_password", "Save"),
        ("my_profile", "Save"),
        ("account_logout", "Sign out"),
        ("account_reauthenticate", "Continue"),
        ("mfa_activate_totp", "Continue"),
    ],
)
def test_buttons_carry_the_agreed_names(name: str, button: str) -> None:
    browser = lately_signed_in(make_member()) if name in SIGNED_IN else Client()
    html = browser.get(reverse(name)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert button in re.findall(r"<button[^>]*type=\"submit\"[^>]*>([^<]+)</button>", main)


def test_from_sign_up_to_the_dashboard(django_capture_on_commit_callbacks: Any) -> None:
    browser = Client()
    form = {"display_name": "أمل", "email": "Amal@School.test", "password1": PASSWORD, "password2": PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post("/ar/account/signup/", form)
    assert response["Location"] == "/ar/account/confirm-email/"
    user = User.objects.get(email="amal@school.test")
    assert (user.display_name, user.preferred_language, user.is_staff) == ("أمل", "ar", False)
    assert not user.groups.exists()

    signing_in = {"login": "amal@school.test", "password": PASSWORD}
    assert browser.post(reverse("account_login"), signing_in)["Location"].endswith("/account/confirm-email/")
    (message, *_rest) = mail.outbox
    address = link_in(message)
    assert "Continue" in browser.get(address.replace("/ar/", "/en/")).content.decode()
    browser.post(address)
    assert EmailAddress.objects.get(user=user).verified

    response = browser.post(reverse("account_login"), signing_in)
    assert response["Location"] == reverse("my_dashboard")
    assert browser.get(reverse("my_dashboard")).status_code == 200
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("my_dashboard")).status_code == 302


def test_signing_up_with_a_known_address_says_nothing_but_writes_to_its_owner(
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = make_member()
    form = {"display_name": "Other", "email": owner.email, "password1": PASSWORD, "password2": PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        known = Client().post(reverse("account_signup"), form)
        new = Client().post(reverse("account_signup"), form | {"email": "new@school.test"})
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert [message.to for message in mail.outbox] == [[owner.email], ["new@school.test"]]
    assert User.objects.filter(email__iexact=owner.email).count() == 1


def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each password that is hashed."""
    hashed: list[int] = []
    encode = MD5PasswordHasher.encode

    def count(*args: Any) -> str:
        hashed.append(1)
        return encode(*args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return hashed


def test_signing_up_hashes_once_whether_the_address_is_known_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing takes seconds, and all else takes none: who is told how long it took would know."""
    owner, hashed = make_member(), counted_hashes(monkeypatch)
    form = {"display_name": "Other", "password1": PASSWORD, "password2": PASSWORD}
    numbers = []
    for email in (owner.email, "new@school.test"):
        hashed.clear()
        Client().post(reverse("account_signup"), form | {"email": email})
        numbers.append(len(hashed))
    assert numbers == [1, 1]


def test_signing_in_hashes_as_often_whether_the_address_is_known_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, hashed = make_member(), counted_hashes(monkeypatch)
    numbers = []
    for email in (owner.email, "nobody@school.test"):
        hashed.clear()
        Client().post(reverse("account_login"), {"login": email, "password": "not the password"})
        numbers.append(len(hashed))
    # Once for each of the two backends that know passwords.
    assert numbers == [2, 2]


@pytest.mark.parametrize("path", ["/en/", "/en/research/", "/en/my/", "/en/my/data/", "/en/account/login/", "/admin/"])
def test_no_browser_keeps_what_was_made_for_somebody(path: str) -> None:
    member = browser_of(make_member(roles=("Editors",)))
    assert "no-store" in member.get(path, follow=True)["Cache-Control"]


def test_pages_for_everybody_may_be_kept() -> None:
    assert "no-store" not in Client().get("/en/research/").get("Cache-Control", "")
    assert "no-store" in Client().get("/en/account/password/reset/")["Cache-Control"]


def test_a_forgotten_password_is_replaced_by_a_mail(django_capture_on_commit_callbacks: Any) -> None:
    user = make_member()
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_reset_password"), {"email": user.email})
    page = browser.get(link_in(mail.outbox[0]), follow=True)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(
            page.redirect_chain[-1][0], {"password1": "another long password", "password2": "another long password"}
        )
    user.refresh_from_db()
    assert user.check_password("another long password")
    assert "password" in mail.outbox[1].subject


def test_guessing_passwords_is_slowed_down() -> None:
    user = make_member()
    browser = Client()
    answers = [
        browser.post(reverse("account_login"), {"login": user.email, "password": f"guess {number}"})
        for number in range(12)
    ]
    late = browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answers[0].status_code == 200
    assert late.status_code == 200
    assert "Too many failed login attempts. Try again later." in late.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_second_factor_is_asked_for() -> None:
    user = make_member()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    browser = Client()
    response = browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    assert "Continue" in browser.get(reverse("mfa_authenticate")).content.decode()
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert browser.get(reverse("my_dashboard")).status_code == 200


def test_the_app_is_set_up_by_a_picture_that_the_policy_allows() -> None:
    browser = lately_signed_in(make_member())
    response = browser.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml' in response.content.decode()
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


# ---------------------------------------------------------------- staff


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/interest/?status=new"])
def test_the_door_of_the_admin_is_ours_and_remembers_the_way(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/en/account/login/?next=/admin/")


def test_wagtails_own_door_leads_to_ours() -> None:
    response = Client().get("/admin/login/?next=/admin/images/")
    assert response["Location"] == "/en/account/login/?next=/admin/images/"
    editor = make_member(roles=("Editors",))
    sent = {"login": editor.email, "password": PASSWORD, "next": "/admin/images/"}
    assert Client().post("/en/account/login/", sent)["Location"] == "/admin/images/"
    assert Client().post("/admin/login/", sent).status_code == 302
    assert Client().get("/admin/login/")["Location"] == "/en/account/login/?next=/admin/"
    assert browser_of(editor).get("/admin/logout/")["Location"] == reverse("account_logout")


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/"])
def test_a_member_at_the_door_of_the_admin_ends_on_the_own_pages(path: str) -> None:
    response = browser_of(make_member()).get(path, follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("my_dashboard"))


def test_a_member_who_signs_in_on_the_way_to_the_admin_ends_on_the_own_pages() -> None:
    sent = {"login": make_member().email, "password": PASSWORD, "next": "/admin/images/"}
    response = Client().post(reverse("account_login"), sent, follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("my_dashboard"))


def test_after_signing_in_nobody_is_sent_to_another_host() -> None:
    user = make_member()
    for aim in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://["):
        response = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": aim})
        assert response["Location"] == reverse("my_dashboard")


def test_staff_set_up_a_second_factor_before_the_admin_opens(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    editor, member = make_member(roles=("Editors",)), make_member()
    browser = browser_of(editor)
    response = browser.get("/admin/pages/")
    assert response["Location"].startswith(reverse("mfa_index"))
    assert "Before you go on" in browser.get(reverse("mfa_index")).content.decode()
    assert "Before you go on" not in browser_of(member).get(reverse("mfa_index")).content.decode()
    # Codes on paper alone are no second factor.
    Authenticator.objects.create(user=editor, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert browser.get("/admin/pages/").status_code == 302
    # Nor do they do staff's work elsewhere.
    for path in ("/en/my/editing/", "/en/my/reviews/", "/ar/my/"):
        assert browser.get(path)["Location"].startswith(reverse("mfa_index"))
    assert browser.get("/en/research/").status_code == 200
    assert browser_of(member).get("/en/my/").status_code == 200
    totp.TOTP.activate(editor, totp.generate_totp_secret())
    assert browser.get("/admin/pages/").status_code == 200
    assert browser.get("/en/my/").status_code == 200


# ---------------------------------------------------------------- ORCID, demo, profile


@pytest.mark.parametrize("path", ["orcid/login/", "orcid/login/callback/", "orcid/login/callback/?code=x&state=y"])
def test_orcid_does_not_exist_where_it_is_not_set_up(path: str) -> None:
    assert Client().get(f"/en/account/{path}").status_code == 404
    assert Client().post(f"/en/account/{path}").status_code == 404
    assert "ORCID" not in Client().get(reverse("account_login")).content.decode()
    assert browser_of(make_member()).get(reverse("socialaccount_connections")).status_code == 200


def test_orcid_is_offered_where_it_is_set_up(settings: Any) -> None:
    settings.ORCID_CLIENT_ID = "APP-1"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "orcid": {"BASE_DOMAIN": "orcid.org", "APPS": [{"client_id": "APP-1", "secret": "s"}]}
    }
    assert "Continue with ORCID" in Client().get(reverse("account_login")).content.decode()
    response = Client().post("/en/account/orcid/login/")
    assert response["Location"].startswith("https://orcid.org/oauth/authorize")


@pytest.mark.parametrize(("is_demo", "lands"), [(False, "account_inactive"), (True, "my_dashboard")])
def test_demo_accounts_sign_in_only_where_the_demo_may_run(settings: Any, is_demo: bool, lands: str) -> None:
    settings.CAMTREE_DEMO = is_demo
    user = make_member(email="editor@demo.camtree.test")
    response = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response["Location"] == reverse(lands)


def test_a_member_changes_name_language_and_zone() -> None:
    user = make_member("Before")
    form = {"display_name": "After", "preferred_language": "fr", "time_zone": "Asia/Almaty", "is_superuser": "1"}
    form |= {"family_name": "Perera", "given_name": "Nila"}
    response = browser_of(user).post(reverse("my_profile"), form)
    user.refresh_from_db()
    assert response.status_code == 302
    assert (user.display_name, user.preferred_language, user.time_zone) == ("After", "fr", "Asia/Almaty")
    assert (user.family_name, user.given_name) == ("Perera", "Nila")
    assert not user.is_superuser
    assert user.history.count() == 3


def test_a_wrong_time_zone_is_named() -> None:
    user = make_member()
    response = browser_of(user).post(
        reverse("my_profile"), {"display_name": "A", "preferred_language": "fr", "time_zone": "Mars/Base"}
    )
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()


# ---------------------------------------------------------------- where somebody wanted to go


def test_the_way_is_kept_from_an_invitation_to_the_draft(django_capture_on_commit_callbacks: Any) -> None:
    """Through sign-up, the mail, the confirmation and sign-in: an invited colleague finds the draft."""
    person = make_inquiry().people.create(name="Amina", email="amina@school.test", access="write", invited_at=now())
    aim = reverse("inquiry_invitation", args=[person.token])
    browser = Client()
    page = browser.get(aim).content.decode()
    assert f"{reverse('account_signup')}?next={aim}" in page
    assert f"{reverse('account_login')}?next={aim}" in page
    form = {"display_name": "Amina", "email": "amina@school.test", "password1": PASSWORD, "password2": PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_signup"), form | {"next": aim})
    link = link_in(mail.outbox[0])
    # On another device, as mails are often read.
    other = Client()
    assert other.get(link).status_code == 200
    by_the_door = other.post(link)["Location"]
    assert by_the_door == f"{reverse('account_login')}?{urlencode({'next': aim})}"
    signed_in = other.post(by_the_door, {"login": "amina@school.test", "password": PASSWORD, "next": aim})
    assert signed_in["Location"] == aim
    assert other.post(aim)["Location"] == reverse("my_inquiry", args=[person.inquiry_id])


def test_the_mail_leads_nowhere_else(django_capture_on_commit_callbacks: Any) -> None:
    form = {"display_name": "Amina", "email": "amina@school.test", "password1": PASSWORD, "password2": PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_signup"), form | {"next": "https://evil.example/"})
    assert "evil" not in mail.outbox[0].body


def test_whoever_signs_up_by_themselves_finds_what_waits_for_their_address() -> None:
    inquiry = make_inquiry()
    inquiry.people.create(name="Amina", email="amina@school.test", access="write", invited_at=now())
    cohort = make_cohort()
    invite_members(cohort=cohort, emails=["amina@school.test"], by=make_member())
    amina, other = make_member("Amina", email="amina@school.test"), make_member("Juan")
    page = browser_of(amina).get(reverse("my_dashboard")).content.decode()
    assert (inquiry.title in page, cohort.title in page) == (True, True)
    page = browser_of(other).get(reverse("my_dashboard")).content.decode()
    assert (inquiry.title in page, cohort.title in page) == (False, False)
    # An address that is not confirmed says nothing of its owner.
    EmailAddress.objects.filter(user=amina).update(verified=False)
    page = browser_of(amina).get(reverse("my_dashboard")).content.decode()
    assert (inquiry.title in page, cohort.title in page) == (False, False)
