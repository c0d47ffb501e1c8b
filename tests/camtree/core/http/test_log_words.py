"""What is written to the log tells of nobody: no address, no name, no link that opens something."""

import io
import logging
import re
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from camtree.background.each import each
from camtree.background.models import SetAside
from camtree.core.http.log_words import HARMLESS, SECRETS, without_people
from camtree.core.tasks import send_mail
from camtree.members.models import User
from tests.camtree.media.samples import upload
from tests.factories.inquiries import make_review
from tests.factories.members import PASSWORD, browser_of, make_member
from tests.factories.pages import make_lead

NAME, ADDRESS = "Nila Perera", "nila.perera+camtree@hilltop.school.test"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, as a server writes it: by the filters and the formatter of the settings."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    told = settings.LOGGING
    for name in told["handlers"]["stderr"]["filters"]:
        handler.addFilter(import_string(told["filters"][name]["()"])())
    handler.setFormatter(import_string(told["formatters"]["json"]["()"])())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def link_in(message: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found
    return found[1]


def refused(self: EmailMessage, fail_silently: bool = False) -> int:
    raise SMTPRecipientsRefused({to: (550, f"<{to}> has no mailbox".encode()) for to in self.to})


def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    raise ValueError(f"Key (email, name)=({ADDRESS}, {NAME}) already exists for {request.build_absolute_uri()}")


@pytest.mark.django_db
def test_a_whole_story_names_nobody(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    browser = Client(raise_request_exception=False)
    secrets = [NAME, ADDRESS, quote(ADDRESS), "perera"]
    # Sign-up, the link that confirms, a used one; a wrong and a right password; a forgotten one.
    form = {"email": ADDRESS, "display_name": NAME, "password1": PASSWORD, "password2": PASSWORD, "privacy": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_signup"), form)
    member = User.objects.filter(email=ADDRESS).first() or make_member(NAME, email=ADDRESS)
    for message in list(mail.outbox):
        secrets.append(link_in(message).rstrip("/").rpartition("/")[2])
        for address in (link_in(message), f"{link_in(message)[:-5]}/"):
            browser.get(address)
            browser.post(address)
    for password in ("wrong", PASSWORD):
        browser.post(reverse("account_login"), {"login": ADDRESS, "password": password})
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"email": ADDRESS})
    reset = link_in(mail.outbox[-1])
    secrets.append(reset.strip("/").rpartition("/")[2])
    Client().get(reset.replace("-", "-x", 1))
    # An enquiry, an invitation to review, a file that is no picture.
    lead = make_lead("Grace Otieno")
    browser.post(reverse("contact_lead", args=[lead.slug]), {"name": NAME, "email": ADDRESS, "message": "Hello"})
    token = make_review().token
    secrets.append(token)
    for address in (
        reverse("review_invitation", args=[token]),
        reverse("review_invitation", args=[f"{token}x"]),
        f"/fr/nowhere/{token}/",
        f"/en/search/?q={quote(ADDRESS)}&token={token}",
        f"/nothing?email={ADDRESS}",
        f"/admin/nothing/{ADDRESS}/",
    ):
        browser.get(address)
    browser_of(member).post("/en/my/profile/", {"picture": upload("nila-perera.exe", b"MZ")})
    strict = Client(enforce_csrf_checks=True)
    referer = f"https://elsewhere.test/?who={ADDRESS}"
    strict.post(reverse("account_login"), {"login": ADDRESS}, headers={"referer": referer}, secure=True)
    # A mail that is refused, a row that fails, a page that breaks.
    monkeypatch.setattr(EmailMessage, "send", refused)
    with pytest.raises(SMTPRecipientsRefused):
        send_mail.func(subject=f"{NAME} invites you", body=f"{NAME}: {token}", to=ADDRESS)
    each("a deed", User.objects.filter(pk=member.pk), lambda row: broken(HttpRequest(), row) and None)
    monkeypatch.setattr("camtree.core.http.serving.find", broken)
    assert browser.get(f"/en/research/?token={token}&email={ADDRESS}").status_code == 500

    lines = written.getvalue()
    for told in ("Not Found: /fr/nowhere/…/", "SMTPRecipientsRefused", "a deed failed", "Internal Server Error: /en/"):
        assert told in lines, told
    assert [secret for secret in secrets if secret.casefold() in lines.casefold()] == []
    assert ADDRESS not in SetAside.objects.get().error


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("to nila@school.test.", "to [address]."),
        ("{'nila@school.test': (550, b'no')}", "{'[address]': (550, b'no')}"),
        ("Not Found: /en/search/?q=nila%40school.test", "Not Found: /en/search/?…"),
        ("redis://:secret@cache.internal:6379/0 is away", "redis://…@cache.internal:6379/0 is away"),
        ("Is that so? Yes.", "Is that so? Yes."),
        ("/en/reviews/Zk3_9dfGhJkLmN0pQ/ is gone", "/en/reviews/…/ is gone"),
        (
            "/en/research/reports/who-speaks-in-year-5-and-why-not/",
            "/en/research/reports/who-speaks-in-year-5-and-why-not/",
        ),
        ("/media/images/CT-2026-0041.max-800x800.webp", "/media/images/CT-2026-0041.max-800x800.webp"),
        ("DETAIL:  Key (email)=(a, b) already exists.", "DETAIL:  Key (email)=(…) already exists."),
    ],
)
def test_what_is_left_of_a_line(said: str, written: str) -> None:
    assert without_people(said) == written


def parts_of_addresses(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        told = str(pattern.pattern)
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", told):
            if kind in {"", "str", "slug", "path"}:
                yield name
        if isinstance(pattern, URLResolver):
            yield from parts_of_addresses(pattern.url_patterns)
        else:
            assert isinstance(pattern, URLPattern)


def test_each_part_of_an_address_that_is_text_is_known() -> None:
    """Whoever adds one says whether it opens something."""
    here = [p for p in get_resolver().url_patterns if "admin" not in str(p.pattern)]
    assert set(parts_of_addresses(here)) - SECRETS - HARMLESS == set()


@pytest.mark.parametrize("sign", ["a", "师", "?a", "a?b"])
def test_a_long_path_costs_as_much_as_it_is_long(sign: str) -> None:
    # By the square of its length it would take minutes.
    path = f"Not Found: /{sign * 60_000} of {ADDRESS}"
    assert without_people(path).endswith(" of [address]")


def test_arguments_that_do_not_fit_are_no_reason_to_fail(written: io.StringIO) -> None:
    logging.getLogger("camtree.test").error("%d of %d", "three")
    assert "its arguments do not fit" in written.getvalue()
    assert "three" not in written.getvalue()
