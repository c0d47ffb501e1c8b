"""From sign-up to a certificate that anybody can check: alone in English, and with a group's work marked in Arabic."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from demo.loading import CONTENT
from tests.browser.demo.test_accounts import last_mail_to

Browsing = Callable[..., Page]
PHONE: ViewportSize = {"width": 360, "height": 740}
# Nobody's: the demo is thrown away after the tests.
PASSWORD = "slips-before-trays-41"


def sign_up(page: Page, language: str, log: Path) -> None:
    """A new account with a confirmed address, signed in."""
    address = f"siosaia.{language}@school.example"
    page.goto(f"/{language}/account/signup/")
    main = page.get_by_role("main")
    main.locator("[name=display_name]").fill("Siosaia Latu")
    main.locator("[name=email]").fill(address)
    main.locator("[name=password1]").fill(PASSWORD)
    main.locator("[name=password2]").fill(PASSWORD)
    main.locator("button[type=submit]").click()
    page.wait_for_url("**/confirm-email/**")
    link = re.search(r"https?://[^/\s]+(/\S+/confirm-email/\S+)", last_mail_to(address, log))
    assert link
    page.goto(link[1])
    main.locator("button[type=submit]").click()
    page.wait_for_url("**/login/**")
    main.locator("[name=login]").fill(address)
    main.locator("[name=password]").fill(PASSWORD)
    main.locator("button[type=submit]").first.click()
    page.wait_for_url("**/my/")


def questions_of(name: str, language: str) -> list[dict[str, Any]]:
    """The questions of a file of the demo, each with what is right, and with the words of a language."""
    rows = tomllib.loads((CONTENT / f"quizzes/{name}.toml").read_text(encoding="utf-8"))["questions"]
    if language == "en":
        return rows
    words = tomllib.loads((CONTENT / f"quizzes/{name}.{language}.toml").read_text(encoding="utf-8"))["questions"]
    return [{**row, "words": word} for row, word in zip(rows, words, strict=True)]


def answer(fieldset: Locator, rows: list[dict[str, Any]]) -> None:
    """Answer one question rightly, by what it shows."""
    shown = " ".join(fieldset.inner_text().split())

    def words(row: dict[str, Any]) -> dict[str, Any]:
        return row.get("words", row)

    def begins(row: dict[str, Any]) -> str:
        text = words(row).get("prompt") or words(row)["text"].split("[[1]]")[0]
        return " ".join(text.split())

    row = next(row for row in rows if begins(row) in shown)
    ANSWERS[row["kind"]](fieldset, row, words(row))


def choose(fieldset: Locator, row: dict[str, Any], said: dict[str, Any]) -> None:
    """All that earns something where several may be right, else what earns the whole."""
    for option, word in zip(row["options"], said["options"], strict=True):
        if option["percent"] > (0 if row.get("multiple") else 99):
            fieldset.get_by_label(word["text"], exact=True).check()


def match(fieldset: Locator, row: dict[str, Any], said: dict[str, Any]) -> None:
    for pair in said["pairs"]:
        fieldset.get_by_label(pair["left"], exact=True).select_option(label=pair["right"])


def put_in_order(fieldset: Locator, row: dict[str, Any], said: dict[str, Any]) -> None:
    for place, item in enumerate(said["items"], start=1):
        fieldset.get_by_label(item, exact=True).select_option(index=place)


def fill_gaps(fieldset: Locator, row: dict[str, Any], said: dict[str, Any]) -> None:
    for number, gap in enumerate(said["gaps"]):
        place = fieldset.locator(".cloze select, .cloze input").nth(number)
        right = gap["answers"][0].get("text") or row["gaps"][number]["answers"][0]["text"]
        if row["gaps"][number]["kind"] == "choice":
            place.select_option(label=right)
        else:
            place.fill(right)


ANSWERS: dict[str, Callable[[Locator, dict[str, Any], dict[str, Any]], None]] = {
    "choice": choose,
    "true_false": lambda at, row, said: at.locator("input[type=radio]").nth(0 if row["answer"] else 1).check(),
    "matching": match,
    "ordering": put_in_order,
    "numeric": lambda at, row, said: at.locator("input[type=text]").fill(row["answers"][0]["value"]),
    "short": lambda at, row, said: at.locator("input[type=text]").fill(said["answers"][0]["text"]),
    "cloze": fill_gaps,
    "open": lambda at, row, said: at.locator("textarea").fill("B will draw three coins, and count them one by one."),
}


def take_quiz(page: Page, name: str, language: str) -> None:
    """Begin the quiz of the lesson that is open, answer all of it rightly, and send it."""
    page.locator("aside.quiz a.button").click()
    page.locator("main form button[type=submit]").first.click()
    rows = questions_of(name, language)
    expect(page.locator("fieldset.question").first).to_be_visible()
    for fieldset in page.locator("fieldset.question").all():
        answer(fieldset, rows)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/result/")


def go_through(page: Page, language: str, quiz: str) -> None:
    """Read lesson after lesson, taking the quiz where it comes, until the course has no more."""
    for _lesson in range(8):
        if "/my/courses/" in page.url:
            return
        lesson = page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if page.locator("aside.quiz").count():
            take_quiz(page, quiz, language)
            page.goto(lesson)
        page.locator("form.go-on button").click()
        expect(page).not_to_have_url(lesson)


def enrol(page: Page, address: str) -> None:
    """One button, and the first lesson is open."""
    page.goto(address)
    page.locator("form[action*=enrol] button").click()
    expect(page.locator("form.go-on")).to_be_visible()


def test_alone_from_sign_up_to_a_certificate(visitor: Browsing, demo_folder: Path) -> None:
    page = visitor(viewport=PHONE)
    sign_up(page, "en", demo_folder / "server.log")
    enrol(page, "/en/learning/what-is-educational-dialogue/")
    go_through(page, "en", "hearing-dialogue")
    main = page.get_by_role("main")
    expect(main).to_contain_text("You completed this course on")
    main.get_by_role("link", name="Your certificate").click()
    expect(main).to_contain_text("Siosaia Latu")
    check = str(main.locator("a[href*='/verify/']").last.get_attribute("href"))

    head = visitor(viewport=PHONE, java_script_enabled=False)  # a head teacher, who has no account
    head.goto("/verify/" + check.rstrip("/").rpartition("/")[2] + "/")
    expect(head.get_by_role("main")).to_contain_text("Siosaia Latu")
    expect(head.get_by_role("main")).to_contain_text("What is educational dialogue?")
    with page.expect_download() as download:
        main.get_by_role("link", name="Download as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_in_arabic_with_an_answer_that_somebody_marks(visitor: Browsing, person: Browsing, demo_folder: Path) -> None:
    page = visitor(viewport=PHONE)
    sign_up(page, "ar", demo_folder / "server.log")
    enrol(page, "/ar/learning/dirasat-al-dars-al-khutuwat-al-ula/")
    go_through(page, "ar", "watching-for-real")
    own = page.url
    main = page.get_by_role("main")
    main.get_by_role("link", name="مهمة", exact=True).click()
    page.locator("aside.assignment a.button").click()
    main.locator("textarea").fill("١٠:١٤ قلبت ج الورقة حين ضحك زميلها.")
    main.locator("button[name=submit]").click()
    expect(main).to_contain_text("١٠:١٤ قلبت ج الورقة")
    page.goto(own)
    expect(main.get_by_role("link", name=re.compile("certificates"))).to_have_count(0)

    editor = person("editor")
    editor.goto("/en/my/marking/")
    editor.get_by_role("main").get_by_role("link", name="Siosaia Latu").last.click()  # works come first
    editor.locator("[name=points]").fill("4")
    editor.locator("main form button[type=submit]").click()
    expect(editor.get_by_role("status").first).to_contain_text("The mark is kept")

    page.goto(own)
    page.locator("a.button[href$='/certificate/']").click()
    expect(main).to_contain_text("دراسة الدرس البحثية")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_a_film_that_was_played_counts_and_goes_on_from_its_place(person: Browsing) -> None:
    page = person("member", lands="/en/my/")
    page.set_viewport_size(PHONE)
    page.goto("/en/learning/research-lesson-study-first-steps/watching-and-talking/watching-not-judging/")
    film, status = page.locator("[data-watch] video"), page.locator("figure.recording [role=status]")
    expect(status).to_have_text("Counts when 80% was played.")
    begin = "film => { film.muted = true; film.playbackRate = 10; return film.play(); }"
    film.evaluate(begin)
    film.evaluate(
        "film => new Promise(done => film.addEventListener('timeupdate', () => film.currentTime > 30 && done()))"
    )
    with page.expect_response("**/watched/") as kept:
        film.evaluate("film => film.pause()")
    assert kept.value.json()["is_done"] is False
    page.reload()
    expect(status).to_have_text("Counts when 80% was played.")
    film.evaluate(begin)
    assert film.evaluate("film => film.currentTime") >= 30
    expect(status).to_have_text("This step is done.")
    page.reload()
    expect(status).to_have_text("This step is done.")
    expect(page.locator("figure.recording button")).to_have_count(0)


def test_without_script_a_lesson_is_read_and_a_quiz_saved_and_sent(visitor: Browsing, demo_folder: Path) -> None:
    with_script = visitor(viewport=PHONE)
    sign_up(with_script, "fr", demo_folder / "server.log")
    page = visitor(java_script_enabled=False, storage_state=with_script.context.storage_state(), viewport=PHONE)
    page.goto("/en/learning/writing-up-your-inquiry/")
    page.locator("form[action*=enrol] button").click()
    page.locator("details.note summary").first.click()
    page.locator("details.note textarea").first.fill("Twenty-four of thirty-one.")
    page.locator("details.note button").first.click()
    expect(page.locator("details.note textarea").first).to_have_value("Twenty-four of thirty-one.")
    page.locator("form.go-on button").click()
    page.locator("aside.quiz a.button").click()
    page.locator("main form button[type=submit]").first.click()
    rows = questions_of("evidence-on-the-page", "en")
    for fieldset in page.locator("fieldset.question").all()[:3]:
        answer(fieldset, rows)
    page.locator("button[value=save]").click()
    expect(page.locator("fieldset.question input[type=radio]:checked")).to_have_count(1)
    for fieldset in page.locator("fieldset.question").all()[3:]:
        answer(fieldset, rows)
    page.locator("button[value=submit]").click()
    expect(page.get_by_role("main")).to_contain_text("100%")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_facilitators_week(person: Browsing, language: str) -> None:
    lead = person("lead")
    lead.set_viewport_size(PHONE)
    lead.goto(f"/{language}/my/teaching/")
    lead.get_by_role("main").get_by_role("link", name="Thursdays after school").first.click()
    main = lead.get_by_role("main")
    expect(main).to_contain_text("Thandeka Mokoena")
    assert lead.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk = lead.url
    # On a wide screen the learners stand below the names of the steps, in sight.
    lead.set_viewport_size({"width": 1280, "height": 900})
    head = lead.locator(".grid thead").bounding_box()
    assert head is not None
    assert head["height"] < 300
    lead.set_viewport_size(PHONE)
    for place in ("sessions", "announcements", "people", "deadlines"):
        lead.goto(f"{desk}{place}/")
        expect(main.get_by_role("heading", level=1)).to_be_visible()
        assert lead.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    lead.goto(f"/{language}/my/marking/")
    expect(main.get_by_role("link", name="Émile Kouassi")).to_have_count(1)  # an open answer; peers have his work
    main.get_by_role("link", name="Beatrice Atieno").click()  # she asks a person about the marks she got
    expect(main).to_contain_text("10:16")
    main.locator("[name=verdict]").first.check()
    assert lead.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
