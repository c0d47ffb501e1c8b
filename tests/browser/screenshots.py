"""Pictures of the demo for README.md and the guides: `make screenshots` takes them anew, into docs/screenshots/."""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo.accounts import DOMAIN, PASSWORD
from tests.browser.demo.pages import ARABIC, PAGES
from tests.browser.demo.server import ROOT, places_of, serving_demo
from tests.chromium import ARGUMENTS, chromium_path

FOLDER = ROOT / "docs" / "screenshots"
MAX_WIDTH, MAX_BYTES = 900, 60_000


@dataclass(frozen=True)
class Shot:
    """One picture: the name of its file, what it shows, and the window in CSS pixels.

    `who` signs in first; from `address` the link with this name leads on.
    """

    name: str
    address: str
    width: int = 1280
    height: int = 860
    scheme: Literal["light", "dark"] = "light"
    who: str = ""
    link: str = ""
    part: str = ""


SHOTS = [
    Shot("home", PAGES["home"]),
    Shot("report", PAGES["report"]),
    Shot("home-arabic-dark", ARABIC["home"], scheme="dark"),
    Shot("lesson-phone", PAGES["lesson"], width=360, height=740),
]
GUIDES = [
    Shot("draft", "/en/my/research/", who="author", link="A plan is read with two fingers"),
    Shot("rounds", "/en/my/research/", who="author", link="The logbook that answers", part="rounds/"),
    Shot("review", "/en/my/reviews/", who="reviewer", link="The circuit on the floor"),
    Shot("submissions", "/en/my/editing/", who="editor"),
    Shot("submission", "/en/my/editing/", who="editor", link="Whose hand held the pen?"),
]
EDITOR = Shot("editor", PAGES["report"])


def main() -> None:
    """Start a demo, take every picture, stop it."""
    chromium = chromium_path()
    if chromium is None:
        sys.exit("Taking screenshots needs Chromium, and none was found. CHROMIUM=/path/to/it names one.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="camtree-screenshots-") as var,
        serving_demo(Path(var), {"DATABASE_URL": "", "CACHE_URL": ""}) as demo,
        sync_playwright() as playwright,
    ):
        places = places_of(demo)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for shot in SHOTS:
            page = window(browser, shot)
            page.goto(demo + shot.address.format(**places), wait_until="networkidle")
            keep(page, shot)
        for shot in GUIDES:
            page = window(browser, shot)
            sign_in(page, demo, shot.who)
            page.goto(demo + shot.address, wait_until="networkidle")
            if shot.link:
                page.get_by_role("link", name=shot.link).first.click()
                page.wait_for_load_state("networkidle")
            if shot.part:
                page.goto(page.url + shot.part, wait_until="networkidle")
            keep(page, shot)
        page = window(browser, EDITOR)
        open_editor(page, demo)
        keep(page, EDITOR)
        browser.close()


def window(browser: Browser, shot: Shot) -> Page:
    """An empty tab of the size and colours of the picture; a phone's has two dots for each CSS pixel."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=2 if shot.width < 600 else 1,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    return context.new_page()


def sign_in(page: Page, demo: str, who: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{demo}/en/account/login/")
    page.fill("#id_login", f"{who}@{DOMAIN}")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/account/login/" not in address)


def open_editor(page: Page, demo: str) -> None:
    """Sign in as the demo's editor and open the report's form."""
    sign_in(page, demo, "editor")
    slug = EDITOR.address.strip("/").rsplit("/", 1)[-1]
    found: Any = page.request.get(f"{demo}/api/v2/pages/?type=research.ReportPage&slug={slug}&locale=en").json()
    page.goto(f"{demo}/admin/pages/{found['items'][0]['id']}/edit/", wait_until="networkidle")


def keep(page: Page, shot: Shot) -> None:
    """Save what the window shows as WebP, as good as MAX_BYTES allows."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if picture.width > MAX_WIDTH:
        height = round(picture.height * MAX_WIDTH / picture.width)
        picture = picture.resize((MAX_WIDTH, height), Image.Resampling.LANCZOS)
    for quality in (86, 80, 74, 66, 58, 50):
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MAX_BYTES:
            break
    else:
        sys.exit(f"{shot.name} does not fit into {MAX_BYTES} bytes.")
    file = FOLDER / f"{shot.name}.webp"
    file.write_bytes(written.getvalue())
    print(f"{file.relative_to(ROOT)}: {picture.width} x {picture.height}, {written.tell()} bytes")


if __name__ == "__main__":
    main()
