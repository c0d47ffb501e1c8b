"""From sign-up to a passkey, on a phone, as a new member meets it.

Passkeys belong to a name: a browser takes none for 127.0.0.1, so these tests ask the same server as localhost.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 360, "height": 740}
PASSWORD = "a phrase of some length"


@pytest.fixture
def named_address(demo_address: str) -> str:
    """The demo's address with a name in it."""
    return demo_address.replace("127.0.0.1", "localhost")


def last_mail_to(address: str, log: Path) -> str:
    """The last mail to an address, out of the server's log."""
    mails = [text for text in log.read_text().split("-" * 79) if f"\nTo: {address}\n" in text]
    assert mails, f"no mail to {address}"
    return mails[-1]


def give_device(page: Page) -> None:
    """Build a fingerprint reader into the browser, on which a finger always lies."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_from_sign_up_to_signing_in_with_a_passkey(
    visitor: Callable[..., Page], named_address: str, demo_folder: Path
) -> None:
    page, address = visitor(base_url=named_address, viewport=PHONE), "lupe@school.example"
    main = page.get_by_role("main")
    give_device(page)

    page.goto("/en/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Sign up").click()
    main.get_by_label("Your name").fill("Lupe Tuamotu")
    main.get_by_label("Email").fill(address)
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    main.get_by_label("Password (again)").fill(PASSWORD)
    main.get_by_role("button", name="Sign up", exact=True).click()
    expect(main).to_contain_text("Look into your mail")
    link = re.search(r"http\S+/confirm-email/\S+", last_mail_to(address, demo_folder / "server.log"))
    assert link
    page.goto(link[0])
    main.get_by_role("button", name="Continue").click()
    main.get_by_label("Email").fill(address)
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    main.get_by_role("button", name="Sign in", exact=True).click()
    expect(main.get_by_role("heading", level=1)).to_have_text("Good to see you, Lupe")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    main.get_by_role("link", name="Name, language and time zone").click()
    main.get_by_label("Preferred language").select_option(label="Español")
    main.get_by_label("Time zone").select_option(label="Pacific/Tahiti")
    main.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(main.get_by_label("Preferred language")).to_have_value("es")
    # The browser is in London, the hosts are in Almaty.
    page.goto("/en/webinars/when-the-second-lesson-goes-wrong/")
    expect(main.locator(".own-time")).to_contain_text("Tahiti (UTC-10)")
    hosts, own = (main.locator(place).first.inner_text() for place in (".when time", ".own-time b"))
    assert (int(hosts[-5:-3]) - int(own[-5:-3])) % 24 == 15

    page.goto("/en/my/")
    main.get_by_role("link", name="Second factor and passkeys").click()
    main.get_by_role("link", name="Add a passkey").click()
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    main.get_by_role("button", name="Continue").click()
    main.get_by_label("Passwordless").check()
    main.get_by_role("button", name="Continue").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("/en/")
    page.goto("/en/my/")
    expect(main.get_by_role("heading", level=1)).to_have_text("Sign in")
    main.get_by_role("button", name="Sign in with a passkey").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("Good to see you, Lupe")
