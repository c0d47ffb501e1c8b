"""What editors, moderators, translators and leads do together, each in a browser of their own.

These tests change pages of the demo, of which no words are looked at anywhere else.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Browsing = Callable[..., Page]


def open_page(page: Page, section: str, entry: str, title: str) -> None:
    """From the menu at the side to the form of a page."""
    # Behind the name of a section stands how many of its pages wait.
    page.get_by_role("button", name=re.compile(rf"^{section}( \(\d+\))?$")).click()
    page.get_by_role("link", name=entry, exact=True).click()
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("button", name="More actions")).to_be_visible()


def hand_in(page: Page, workflow: str, field: str, words: str) -> None:
    """Write something else into a field and submit the page."""
    page.get_by_role("textbox", name=field, exact=True).fill(words)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=f"Submit to {workflow}").click()
    expect(page.get_by_role("status")).to_contain_text("has been submitted for moderation")


def waiting(page: Page, title: str) -> Locator:
    """The row of a page among those that wait for this moderator."""
    return page.get_by_role("region", name="Awaiting your review").get_by_role("row", name=title)


def test_an_editors_words_reach_readers_when_a_moderator_approves(person: Browsing, visitor: Browsing) -> None:
    address, old, new = (
        "/en/research/reports/letters-to-year-seven/",
        "Letters to year seven: what",
        "Letters to a teacher",
    )
    reader = visitor()
    reader.goto(address)
    heading = reader.get_by_role("heading", level=1)
    expect(heading).to_contain_text(old)

    editor = person("editor")
    open_page(editor, "Research", "Reports", old)
    hand_in(editor, "Report review", "Title*", new)
    kept = reader.goto(address)
    assert kept is not None
    assert kept.headers["x-cache"] == "hit"
    expect(heading).to_contain_text(old)

    moderator = person("moderator")
    waiting(moderator, new).get_by_role("link").first.click()
    expect(moderator.get_by_role("textbox", name="Title*", exact=True)).to_have_value(new)
    moderator.get_by_role("button", name="More actions").click()
    moderator.get_by_role("button", name="Approve and Publish", exact=True).click()
    expect(moderator.get_by_role("status")).to_contain_text("has been updated")

    newcomer = visitor()
    newcomer.goto(address)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text(new)


def test_an_editor_finds_out_why_a_moderator_refused(person: Browsing, visitor: Browsing) -> None:
    old, new, reason = "The head went first: opening", "The head and the door", "Please name the school year."
    editor = person("editor")
    open_page(editor, "Research", "Reports", old)
    hand_in(editor, "Report review", "Title*", new)

    moderator = person("moderator")
    waiting(moderator, new).get_by_role("link").first.click()
    moderator.get_by_role("button", name="More actions").click()
    moderator.get_by_role("button", name="Request changes", exact=True).click()
    dialog = moderator.get_by_role("dialog")
    dialog.get_by_label("Comment").fill(reason)
    dialog.get_by_role("button", name="Request changes", exact=True).click()
    expect(moderator.get_by_role("status")).to_contain_text("has been updated")

    editor.goto("/admin/")
    own = editor.get_by_role("region", name="Your pages and snippets in a workflow").get_by_role("row", name=new)
    expect(own).to_contain_text("Changes requested")
    own.get_by_role("link").first.click()
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="View details").click()
    expect(editor.get_by_role("dialog").get_by_text(reason)).to_be_visible()

    reader = visitor()
    reader.goto("/en/research/reports/the-head-went-first/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text(old)


def test_a_translation_is_written_approved_and_read_in_arabic(person: Browsing, visitor: Browsing) -> None:
    address, title = "/en/research/reports/slips-before-a-hard-question/", "قصاصات قبل سؤال صعب"
    reader = visitor()
    reader.goto(address.replace("/en/", "/ar/"))
    expect(reader.locator(".shown-in")).to_have_count(1)

    translator = person("translator.ar")
    translator.get_by_role("button", name="التقارير", exact=True).click()
    translator.get_by_role("link", name="لم تُترجم بعد").click()
    translator.get_by_role("link", name="Slips before a hard question").click()
    translator.get_by_role("checkbox", name="العربية", exact=True).check()
    translator.get_by_role("button", name="إرسال", exact=True).click()
    text = translator.get_by_role("listitem").filter(has=translator.get_by_role("heading", name="العنوان", exact=True))
    text.last.get_by_role("button", name="ترجمة", exact=True).click()
    text.last.get_by_role("textbox").fill(title)
    text.last.get_by_role("button", name="حفظ", exact=True).click()
    expect(text.last.get_by_role("button", name="تحرير", exact=True)).to_be_visible()
    translator.get_by_role("button", name="تقديم للمراجعة").click()
    expect(translator.get_by_role("status")).to_contain_text("الترجمة تنتظر مراجعًا")

    moderator = person("moderator")
    row = waiting(moderator, title)
    row.get_by_role("button", name="Actions").click()
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(row).to_have_count(0)

    reader.goto(address)
    reader.get_by_text("Language: English").click()
    arabic = reader.get_by_role("banner").get_by_role("link", name="العربية")
    expect(arabic).to_have_attribute("dir", "rtl")
    arabic.click()
    expect(reader).to_have_url(address.replace("/en/", "/ar/"))
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")


def test_a_lead_changes_the_own_profile_and_no_other(person: Browsing, visitor: Browsing) -> None:
    words = "I work with schools around Almaty, and by video with others."
    lead = person("lead")
    open_page(lead, "Leads", "Lead profiles", "Amina Sarsen")
    hand_in(lead, "Lead profile approval", "Introduction", words)
    expect(lead.get_by_role("table").first.get_by_role("link", name="Amina Sarsen")).to_be_visible()
    expect(lead.get_by_role("link", name="Ingrid Aas")).to_have_count(0)
    found = lead.request.get("/api/v2/pages/?type=leads.LeadProfilePage&slug=ingrid-aas&locale=en").json()
    lead.goto(f"/admin/pages/{found['items'][0]['id']}/edit/")
    expect(lead).to_have_url("/admin/")
    expect(lead.get_by_role("status")).to_contain_text("you do not have permission")

    moderator = person("moderator")
    row = waiting(moderator, "Amina Sarsen")
    row.get_by_role("button", name="Actions").click()
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(row).to_have_count(0)

    reader = visitor()
    reader.goto("/en/leads/amina-sarsen/")
    expect(reader.locator(".lede")).to_have_text(words)


def test_a_member_at_the_door_of_the_admin_is_told_so(person: Browsing) -> None:
    member = person("member", lands="/en/my/")
    member.goto("/admin/")
    expect(member).to_have_url("/en/my/")
    expect(member.get_by_role("status")).to_contain_text("You do not have permission to access the admin.")
