"""The read API and the addresses of files show what a public page shows."""

import json
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, ReferenceIndex
from wagtailmedia.models import MediaType

from camtree.media.actions import store_caption_track, store_document, store_media
from camtree.media.models import CamtreeDocument
from tests.camtree.media import samples
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_collection, make_report, make_translation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]


def paper(title: str) -> CamtreeDocument:
    return store_document(title=title, file=ContentFile(b"%PDF-1.4 words", name=f"{title}.pdf"))


def put_on(page: Any, document: CamtreeDocument) -> None:
    link = f'<p><a linktype="document" id="{document.pk}">A paper</a></p>'
    section = {"key": "context", "heading_text": "", "content": [{"type": "text", "value": link}]}
    page.body = [{"type": "section", "value": section}]
    page.save_revision().publish() if page.live else page.save()


def show(page: Any, document: CamtreeDocument) -> None:
    """Put a document on a page, and nowhere else."""
    put_on(page, document)
    reference = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(CamtreeDocument), to_object_id=str(document.pk)
    )
    assert reference.count() == 1


def titles(address: str, browser: Client | None = None) -> list[str]:
    return [row["title"] for row in (browser or Client()).get(address).json()["items"]]


def test_documents_are_those_of_public_pages() -> None:
    shown, _unused, of_draft, of_private = (paper(name) for name in ("shown", "unused", "draft", "private"))
    private = make_report("Private")
    for page, document in (
        (make_report("Public"), shown),
        (make_report("Draft", live=False), of_draft),
        (private, of_private),
    ):
        show(page, document)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    address = "/api/v2/documents/"
    assert titles(address) == ["shown"]
    assert titles(address + "?fields=*&limit=100") == ["shown"]
    assert titles(address + "?search=private") == []
    assert titles(address, browser_of(make_member())) == ["shown", "private"]
    assert [Client().get(f"{address}{row.pk}/").status_code for row in (shown, of_draft, of_private)] == [
        200,
        404,
        404,
    ]


def test_a_document_is_as_private_as_the_pages_it_stands_on() -> None:
    document, first, second = paper("both"), make_report("First"), make_report("Second")
    show(first, document)
    assert Client().get(document.url).status_code == 200
    restriction = PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert Client().get(document.url)["Location"] == f"/en/account/login/?next={document.url}"
    inside = browser_of(make_member()).get(document.url)
    assert (inside.status_code, inside["Cache-Control"]) == (200, "private, no-store")
    restriction.delete()
    assert "no-store" not in Client().get(document.url).get("Cache-Control", "")
    first.unpublish()
    assert Client().get(document.url).status_code == 404
    assert browser_of(make_member(roles=("Editors",))).get(document.url).status_code == 200
    put_on(second, document)
    assert Client().get(document.url).status_code == 200


def test_a_document_of_a_private_translation_asks_for_the_password_of_the_work() -> None:
    document, english = paper("translated"), make_report("English")
    show(english, document)
    make_translation(english)
    PageViewRestriction.objects.create(page=english, restriction_type="password", password="sesame")
    asked = Client().get(document.url)
    assert "This is for those who were given its password." in asked.content.decode()
    assert "no-store" in asked["Cache-Control"]


def test_pictures_are_renditions_of_those_that_public_pages_show() -> None:
    make_image("Unused")
    picture, hidden = make_image("On a page"), make_image("On a draft")
    make_report("Public", social_image=picture)
    make_report("Draft", live=False, social_image=hidden)
    browser = Client()
    listed = browser.get("/api/v2/images/?fields=*").json()["items"]
    assert [row["title"] for row in listed] == ["On a page"]
    address = listed[0]["meta"]["download_url"]
    assert "/media/images/" in address
    assert "/media/private/" not in json.dumps(listed)
    assert "key=" not in json.dumps(listed)
    assert browser.get(address).status_code == 200
    one = browser.get(f"/api/v2/images/{picture.pk}/").json()
    assert one["meta"]["download_url"] == address
    assert browser.get(f"/api/v2/images/{hidden.pk}/").status_code == 404


# ---------------------------------------------------------------- pages


def test_a_row_that_points_to_a_hidden_page_is_left_out_with_its_note() -> None:
    reports = [make_report(name) for name in ("Open", "Taken down", "Private")]
    collection = make_collection(reports)
    for item, note in zip(collection.items.all(), ("of open", "of gone", "of private"), strict=True):
        item.note = note
        item.save()
    address = f"/api/v2/pages/{collection.pk}/?fields=*"
    assert [row["note"] for row in Client().get(address).json()["items"]] == ["of open", "of gone", "of private"]
    reports[1].unpublish()
    PageViewRestriction.objects.create(page=reports[2], restriction_type="login")
    told = Client().get(address)
    assert [row["note"] for row in told.json()["items"]] == ["of open"]
    assert "Taken down" not in told.content.decode()
    # Whoever is let in is told of it.
    inside = browser_of(make_member()).get(address).json()
    assert [row["note"] for row in inside["items"]] == ["of open", "of private"]


@pytest.mark.parametrize("query", ["", "&fields=*", "&search=Secret", "&child_of={parent}", "&descendant_of={parent}",
                                   "&translation_of={pk}"])  # fmt: skip
def test_no_question_finds_a_hidden_translation(query: str) -> None:
    english = make_report("Secret")
    arabic = make_translation(english)
    PageViewRestriction.objects.create(page=english, restriction_type="login")
    asked = query.format(parent=arabic.get_parent().pk, pk=english.pk)
    answer = Client().get(f"/api/v2/pages/?type=research.ReportPage{asked}")
    assert "Secret" not in answer.content.decode()
    assert answer.status_code == (400 if "translation_of" in query else 200)
    found = browser_of(make_member()).get(f"/api/v2/pages/?type=research.ReportPage&limit=100{asked}")
    assert "Secret" in found.content.decode()


def test_a_report_without_a_country_is_told() -> None:
    report = make_report("Nowhere")
    assert Client().get(f"/api/v2/pages/{report.pk}/").json()["country"] == ""
    assert Client().get("/api/v2/pages/?type=research.ReportPage&fields=*").status_code == 200


# ---------------------------------------------------------------- files of private collections


def test_the_sizes_of_a_private_picture_and_a_private_recording_are_private() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    picture = make_image("Picture")
    film = samples.upload("talk.mp4", samples.MP4)
    recording = store_media(title="Recording", file=film, type=MediaType.VIDEO, duration=2.5)
    track = store_caption_track(media=recording, language="en", file=ContentFile(samples.CAPTIONS, name="talk.vtt"))
    addresses = [picture.get_rendition("max-20x20").url, recording.file.url, track.file.url]
    assert [Client().get(address).status_code for address in addresses] == [200, 200, 200]
    for row in (picture, recording):
        row.collection = closed
        row.save()
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert [Client().get(address).status_code for address in addresses] == [404, 404, 404]
    for member in (make_member(), make_member(roles=("Editors",))):
        answers = [browser_of(member).get(address) for address in addresses]
        assert [(answer.status_code, answer["Cache-Control"]) for answer in answers] == [(200, "private, no-store")] * 3
    restriction.delete()
    assert [Client().get(address).status_code for address in addresses] == [200, 200, 200]
