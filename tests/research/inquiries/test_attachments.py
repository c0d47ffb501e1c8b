"""Files of a draft: kept without names, fetched only by its readers, published with the report."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.files.storage import Storage
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model

from camtree.media.storages import private_storage
from camtree.members.models import User
from research.inquiries.actions.attachments import AttachmentPlacedError, add_attachment, remove_attachment
from research.inquiries.actions.writing import save_part, share_inquiry, start_inquiry
from research.inquiries.choices import Access
from research.inquiries.figures import Figure, split_at_figures
from research.inquiries.manuscript import as_markdown, clean_html, from_markdown
from research.models import Attachment, Inquiry, InquiryPerson, ReportPage
from research.review.actions.report_files import withhold_files
from research.review.actions.submitting import ask_for_changes, manuscript_of, submit_inquiry
from tests.factories.files import TELLING, docx_file, pdf_file, photo, upload
from tests.factories.inquiries import accept, make_editor, make_inquiry, make_ready_inquiry, make_template, owner_of
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db

KEY = "k" * 32
PLACED = f'<figure><img alt="A desk" src="/drafts/files/{KEY}/"><figcaption>Our desk</figcaption></figure>'


def attach(inquiry: Inquiry, name: str = "Nila Perera sheet.pdf", content: bytes = b"", **facts: Any) -> Attachment:
    facts = {"kind": "instrument", "title": "Observation sheet", "alt": "", "faces": "", "licence": "cc-by"} | facts
    file = upload(name, content or pdf_file())
    return add_attachment(inquiry=inquiry, member=owner_of(inquiry), file=file, **facts)


def attach_photo(inquiry: Inquiry, **facts: Any) -> Attachment:
    facts = {"kind": "picture", "title": "Our desk", "alt": "A desk", "faces": "nobody"} | facts
    return attach(inquiry, "DSC_0001.jpg", photo(), **facts)


def join(inquiry: Inquiry, access: Access) -> User:
    member = make_member("Omar")
    InquiryPerson.objects.create(inquiry=inquiry, user=member, name="Omar", access=access)
    return member


def send(inquiry: Inquiry, member: User, name: str, content: bytes | str, **values: str) -> Any:
    data = {"kind": "instrument", "title": "Sheet", "licence": "cc-by"} | values
    return browser_of(member).post(
        reverse("my_inquiry_files", args=[inquiry.pk]), data | {"file": upload(name, content)}
    )


# ---------------------------------------------------------------- keeping


def test_a_file_is_kept_without_the_names_in_it_and_under_a_name_nobody_guesses() -> None:
    inquiry = make_inquiry()
    assert send(inquiry, owner_of(inquiry), "Nila Perera sheet.pdf", pdf_file()).status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.shown_name, attachment.original_name) == ("instrument-1.pdf", "Nila Perera sheet.pdf")
    assert re.fullmatch(r"drafts/[\w-]{32}\.pdf", str(attachment.file.name))
    assert TELLING.encode() not in attachment.file.read()


def test_a_photo_stands_upright_and_has_forgotten_where_it_was_taken() -> None:
    attachment = attach_photo(make_inquiry())
    with Image.open(attachment.file) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("name", "content", "values", "words"),
    [
        ("a.pdf", b"MZ", {}, "it is none of the kinds that can be stored"),
        ("a.png", b"not a picture", {}, "it is not a picture in one of the formats"),
        ("a.svg", "<svg><script>x</script></svg>", {}, "which can carry scripts"),
        ("a.docx", b"", {}, "The submitted file is empty."),
        ("a.pdf", pdf_file(), {"kind": "picture"}, "This file is no picture."),
        ("a.pdf", pdf_file(), {"title": ""}, "This field is required."),
        ("a.pdf", pdf_file(), {"kind": "nonsense"}, "Select a valid choice."),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), {}, "and the largest allowed is 20.0"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) or len(value) > 60 else None,
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    name: str, content: Any, values: dict[str, str], words: str
) -> None:
    inquiry = make_inquiry()
    response = send(inquiry, owner_of(inquiry), name, content, **values)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors)
    assert not Attachment.objects.exists()


def test_a_double_click_adds_one_file() -> None:
    inquiry = make_inquiry()
    for _click in range(2):
        assert send(inquiry, owner_of(inquiry), "a.pdf", pdf_file(deterministic_id=True)).status_code == 302
    assert Attachment.objects.count() == 1


def test_a_file_goes_with_its_row_and_with_its_draft(django_capture_on_commit_callbacks: Any) -> None:
    inquiry, storage = make_inquiry(), private_storage()
    first, second = attach(inquiry), attach_photo(inquiry)
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(owner_of(inquiry)).post(reverse("remove_attachment", args=[inquiry.pk, 1]))
        browser_of(owner_of(inquiry)).post(reverse("remove_attachment", args=[inquiry.pk, 1]))
    assert list(Attachment.objects.all()) == [second]
    assert not storage.exists(str(first.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        inquiry.delete()
    assert not storage.exists(str(second.file.name))


def test_the_number_of_a_file_stays_its_own() -> None:
    inquiry = make_inquiry()
    attach(inquiry, title="One")
    attach(inquiry, title="Two")
    Attachment.objects.filter(number=1).delete()
    assert attach(inquiry, title="Three").number == 3


def test_what_is_with_the_editors_takes_no_files() -> None:
    inquiry = make_inquiry()
    attach(inquiry)
    Inquiry.objects.update(state="submitted")
    browser = browser_of(owner_of(inquiry))
    assert send(inquiry, owner_of(inquiry), "b.pdf", pdf_file(), title="Two").status_code == 302
    browser.post(reverse("remove_attachment", args=[inquiry.pk, 1]))
    browser.post(reverse("my_inquiry_file", args=[inquiry.pk, 1]), {"kind": "data", "title": "T", "licence": "cc0"})
    assert [(file.title, file.kind) for file in Attachment.objects.all()] == [("Observation sheet", "instrument")]
    assert "Add a file" not in browser.get(reverse("my_inquiry_files", args=[inquiry.pk])).content.decode()


def pasted(inquiry: Inquiry, member: User, content: bytes, name: str = "image.png") -> Any:
    return browser_of(member).post(reverse("paste_picture", args=[inquiry.pk]), {"file": upload(name, content)})


def test_a_pasted_picture_is_a_file_that_waits_for_its_description() -> None:
    inquiry = make_inquiry()
    for _paste in range(2):  # the line broke and the script sent it again
        answer = pasted(inquiry, owner_of(inquiry), photo("PNG"))
        assert answer.status_code == 200
    [file] = Attachment.objects.all()
    assert (file.kind, file.title, file.alt, file.faces) == ("picture", "Pasted picture", "", "")
    assert answer.json()["source"] == f"/drafts/files/{file.key}/"
    assert "The picture is among the files." in answer.json()["says"]


def test_what_is_pasted_and_no_picture_is_refused_with_a_sentence() -> None:
    inquiry = make_inquiry()
    answer = pasted(inquiry, owner_of(inquiry), pdf_file(), "image.pdf")
    assert (answer.status_code, answer.json()) == (422, {"says": "This file is no picture. Choose what it is."})
    empty = browser_of(owner_of(inquiry)).post(reverse("paste_picture", args=[inquiry.pk]))
    assert (empty.status_code, empty.json()) == (422, {"says": "There was no picture in it."})
    assert pasted(inquiry, join(inquiry, Access.COMMENT), photo("PNG")).status_code == 404
    assert pasted(inquiry, make_member(), photo("PNG")).status_code == 404
    Inquiry.objects.update(state="submitted")
    assert pasted(inquiry, owner_of(inquiry), photo("PNG")).status_code == 423
    assert not Attachment.objects.exists()


def test_words_of_a_file_are_changed() -> None:
    inquiry = make_inquiry()
    attach(inquiry)
    browser, address = browser_of(owner_of(inquiry)), reverse("my_inquiry_file", args=[inquiry.pk, 1])
    assert "Observation sheet" in browser.get(address).content.decode()
    assert browser.post(address, {"kind": "picture", "title": "Counts", "licence": "cc0"}).status_code == 422
    assert browser.post(address, {"kind": "data", "title": "Counts", "licence": "cc0"}).status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.shown_name, attachment.title, attachment.licence) == ("data-1.pdf", "Counts", "cc0")


# ---------------------------------------------------------------- fetching


@pytest.mark.usefixtures("files_on_disk")
def test_who_may_fetch_a_file() -> None:
    inquiry = make_inquiry()
    address = reverse("draft_file", args=[attach(inquiry).key])
    for member in (owner_of(inquiry), join(inquiry, Access.COMMENT)):
        response = browser_of(member).get(address)
        assert response.status_code == 200
        assert response["Content-Disposition"] == 'attachment; filename="instrument-1.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert (response["Content-Type"], b"".join(response)[:5]) == ("application/pdf", b"%PDF-")
    for stranger in (join(inquiry, Access.NONE), make_member("Charlie"), None):
        assert browser_of(stranger).get(address, follow=True).status_code == 404
    assert browser_of(owner_of(inquiry)).get(reverse("draft_file", args=[KEY]), follow=True).status_code == 404


@pytest.mark.usefixtures("files_on_disk")
def test_a_link_for_readers_opens_the_files_of_its_draft_and_no_others() -> None:
    inquiry = make_inquiry()
    picture, link = attach_photo(inquiry), share_inquiry(inquiry=inquiry)
    text = Figure(picture.key, "A desk", "Our desk").html
    save_part(inquiry=inquiry, name="findings", html=text, number=0, member=owner_of(inquiry))
    html = browser_of(None).get(reverse("shared_inquiry", args=[link.token])).content.decode()
    sources = re.findall(r'<img[^>]* src="([^"]+)"', html)
    assert sources == [f"/drafts/files/{picture.key}/?share={link.token}"]
    assert browser_of(None).get(sources[0]).status_code == 200
    other = start_inquiry(member=make_member(), template=make_template("another"))
    secret = attach(other)
    assert browser_of(None).get(f"/drafts/files/{secret.key}/?share={link.token}", follow=True).status_code == 404
    link.expires_at -= timedelta(days=31)
    link.save()
    assert browser_of(None).get(sources[0], follow=True).status_code == 404


def test_the_name_at_home_is_for_authors_alone() -> None:
    inquiry = make_inquiry()
    attach(inquiry)
    address = reverse("my_inquiry_files", args=[inquiry.pk])
    assert "Nila Perera sheet" in browser_of(owner_of(inquiry)).get(address).content.decode()
    link = share_inquiry(inquiry=inquiry)
    for reader, where in (
        (join(inquiry, Access.COMMENT), address),
        (None, reverse("shared_inquiry", args=[link.token])),
    ):
        html = browser_of(reader).get(where).content.decode()
        assert "Observation sheet" in html
        assert "Nila Perera sheet" not in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_sound(language: str) -> None:
    inquiry = make_inquiry()
    attach_photo(inquiry)
    for name, args in (("my_inquiry_files", [inquiry.pk]), ("my_inquiry_file", [inquiry.pk, 1])):
        address = reverse(name, args=args).replace("/en/", f"/{language}/", 1)
        html = browser_of(owner_of(inquiry)).get(address).content.decode()
        assert html.count("<h1") == 1
        assert not re.search(r"\s(style|on[a-z]+)=[\"']", html)
        assert browser_of(make_member()).get(address).status_code == 404
        assert browser_of(None).get(address).status_code == 302


# ---------------------------------------------------------------- in the text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (PLACED, PLACED),
        (
            f'<p>Here: <img src="/drafts/files/{KEY}/" alt="A desk" title="Our desk" onerror="x"></p>',
            "<p>Here: </p>" + PLACED,
        ),
        (f'<p><img src="https://us.test/drafts/files/{KEY}/" alt="A desk" title="Our desk"></p>', PLACED),
        (f'<figure class="figure">{PLACED[8:]}', PLACED),
        ('<figure><img src="https://evil.test/a.png"><figcaption>Words</figcaption></figure>', "<p>Words</p>"),
        ('<p>A<img src="data:image/png;base64,AA"></p>', "<p>A</p>"),
        (f'<p>A<img src="//evil.test/drafts/files/{KEY}/"></p>', "<p>A</p>"),
        (f'<p>A<img src="javascript:/drafts/files/{KEY}/"></p>', "<p>A</p>"),
        (f'<p>A<img src="/drafts/files/{KEY}/../../my/"></p>', "<p>A</p>"),
        ("<figure><p>Only words</p></figure>", "<p>Only words</p>"),
    ],
)  # fmt: skip
def test_only_our_own_pictures_stand_in_a_text(sent: str, kept: str) -> None:
    assert clean_html(sent) == kept
    assert clean_html(kept) == kept


def test_a_picture_goes_there_and_back_through_a_text_area() -> None:
    text = f"<p>Before</p>\n{PLACED}\n<p>After</p>"
    again = from_markdown(as_markdown(text))
    assert "".join(again.split("\n")) == "".join(text.split("\n"))


def test_text_and_figures_in_their_order() -> None:
    assert split_at_figures(f"<p>A</p>{PLACED}<p>B</p>") == ["<p>A</p>", Figure(KEY, "A desk", "Our desk"), "<p>B</p>"]


def test_the_desk_offers_the_pictures_of_the_draft() -> None:
    inquiry = make_inquiry()
    picture = attach_photo(inquiry)
    attach(inquiry)
    html = browser_of(owner_of(inquiry)).get(reverse("my_inquiry", args=[inquiry.pk])).content.decode()
    assert re.findall(r'data-source="([^"]+)"', html) == [f"/drafts/files/{picture.key}/"]


def test_a_picture_that_a_text_shows_stays() -> None:
    inquiry = make_inquiry()
    picture = attach_photo(inquiry)
    text = Figure(picture.key, "A desk", "Our desk").html
    save_part(inquiry=inquiry, name="findings", html=text, number=0, member=owner_of(inquiry))
    with pytest.raises(AttachmentPlacedError):
        remove_attachment(attachment=picture)
    response = browser_of(owner_of(inquiry)).post(reverse("remove_attachment", args=[inquiry.pk, 1]), follow=True)
    assert "This picture stands in “What we saw”. Take it out there first." in response.content.decode()


# ---------------------------------------------------------------- on the page of the report


def submitted() -> Inquiry:
    inquiry = make_ready_inquiry()
    picture = attach_photo(inquiry)
    attach(inquiry, "counts.docx", docx_file(), kind="data", title="Counts")
    attach_photo(inquiry, title="The wall", alt="A wall")
    text = f"<p>Eleven of us.</p>{Figure(picture.key, 'A desk', 'Our desk').html}<p>Nineteen.</p>"
    save_part(inquiry=inquiry, name="findings", html=text, number=1, member=owner_of(inquiry))
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    return Inquiry.objects.get(pk=inquiry.pk)


def blocks(inquiry: Inquiry) -> dict[str, list[str]]:
    report = inquiry.report
    assert report is not None
    body = report.get_latest_revision_as_object().body
    return {section.value["key"]: [block.block_type for block in section.value["content"]] for section in body}


def test_pictures_and_files_come_onto_the_page() -> None:
    inquiry = submitted()
    assert blocks(inquiry) == {
        "context": ["text"],
        "findings": ["text", "figure", "text"],
        "resources": ["document", "figure"],
    }
    files = inquiry.submissions.get().manuscript["files"]
    assert [(file["name"], file["title"], file["licence"]) for file in files] == [
        ("picture-1.jpg", "Our desk", "cc-by"),
        ("data-2.docx", "Counts", "cc-by"),
        ("picture-3.jpg", "The wall", "cc-by"),
    ]
    assert "original_name" not in json.dumps(files)


def test_the_next_round_makes_no_second_picture() -> None:
    inquiry = submitted()
    first = [(file.image_id, file.document_id) for file in inquiry.attachments.all()]
    assert [bool(image or document) for image, document in first] == [True] * 3
    assert inquiry.report is not None
    ask_for_changes(report=inquiry.report, comment="Please")
    Attachment.objects.filter(number=1).update(alt="Two desks")
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    again = list(Inquiry.objects.get(pk=inquiry.pk).attachments.all())
    assert [(file.image_id, file.document_id) for file in again] == first
    assert getattr(again[0].image, "description", "") == "Two desks"


@pytest.mark.usefixtures("files_on_disk")
def test_nobody_fetches_a_file_before_the_report_is_public(django_capture_on_commit_callbacks: Any) -> None:
    inquiry = submitted()
    document = get_document_model().objects.get()
    assert document.filename.startswith("data-2")
    for reader in (None, make_member("Charlie")):
        assert browser_of(reader).get(document.url).status_code != 200
        assert browser_of(reader).get("/api/v2/documents/").json()["items"] == []
        assert browser_of(reader).get("/api/v2/images/").json()["items"] == []
    assert browser_of(make_member("Rafael", roles=("Moderators",))).get(document.url).status_code == 200
    assert inquiry.report is not None
    with django_capture_on_commit_callbacks(execute=True):
        accept(inquiry)
    report = ReportPage.objects.get(pk=inquiry.report.pk)
    html = browser_of(None).get(report.url).content.decode()
    assert "Counts (Data, CC BY 4.0)" in html
    assert 'alt="A desk"' in html
    assert browser_of(None).get(document.url).status_code == 200
    withhold_files(inquiry=inquiry)
    assert browser_of(None).get(document.url).status_code != 200


def test_a_picture_that_is_gone_leaves_its_caption() -> None:
    inquiry = make_ready_inquiry()
    save_part(inquiry=inquiry, name="findings", html=PLACED, number=1, member=owner_of(inquiry))
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    assert blocks(Inquiry.objects.get(pk=inquiry.pk))["findings"] == ["text"]


@pytest.mark.django_db(transaction=True)
def test_files_sent_at_the_same_moment_get_numbers_of_their_own(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    results = at_once(*[lambda n=n: attach(inquiry, title=f"Sheet {n}").number for n in range(3)])
    assert sorted(results) == [1, 2, 3]


def test_no_file_is_left_when_the_row_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry, kept = make_inquiry(), []
    storage: type[Storage] = type(private_storage())
    monkeypatch.setattr(Attachment, "save", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(storage, "delete", lambda self, name: kept.append(name))
    with pytest.raises(ZeroDivisionError):
        attach(inquiry)
    assert len(kept) == 1


def test_a_draft_has_room_for_forty_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.inquiries.actions.attachments.MOST", 1)
    inquiry = make_inquiry()
    attach(inquiry)
    response = send(inquiry, owner_of(inquiry), "b.txt", io.BytesIO(b"text").read(), title="Two")
    assert "A draft holds up to 1 files." in str(response.context["form"].errors)


# ---------------------------------------------------------------- names that people wrote


def named_in_header() -> bytes:
    document = docx.Document()
    document.add_paragraph("Eleven of twenty-eight spoke.")
    document.sections[0].header.paragraphs[0].text = "Nila Perera, Hilltop"
    return docx_file(document)


@pytest.mark.parametrize("school", ["Hilltop Primary School", ""])
def test_names_inside_a_file_are_told_to_who_adds_it_and_to_editors(school: str) -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    Inquiry.objects.filter(pk=inquiry.pk).update(school=school)
    answer = browser_of(owner_of(inquiry)).post(
        reverse("my_inquiry_files", args=[inquiry.pk]),
        {"kind": "instrument", "title": "Sheet", "licence": "cc-by", "file": upload("a.docx", named_in_header())},
        follow=True,
    )
    told = [str(message) for message in answer.context["messages"]]
    names = ["Hilltop", "Nila Perera"] if school else ["Nila Perera"]
    assert told[0] == "Saved."
    assert told[1].startswith(f"This file names its authors: {' and '.join(names)}.")
    submission = submit_inquiry(inquiry=Inquiry.objects.get(), member=owner_of(inquiry))
    desk = browser_of(make_editor()).get(reverse("edit_submission", args=[submission.pk]))
    assert desk.context["names_in_files"] == [("Sheet", name) for name in names]


def test_a_file_that_names_nobody_is_stored_without_a_word() -> None:
    inquiry = make_ready_inquiry(make_member("Nila Perera"))
    answer = browser_of(owner_of(inquiry)).post(
        reverse("my_inquiry_files", args=[inquiry.pk]),
        {"kind": "instrument", "title": "Sheet", "licence": "cc-by", "file": upload("a.docx", docx_file())},
        follow=True,
    )
    assert [str(message) for message in answer.context["messages"]] == ["Saved."]
    assert "names" not in manuscript_of(Inquiry.objects.get())["files"][0]
