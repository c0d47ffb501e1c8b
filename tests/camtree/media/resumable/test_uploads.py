"""Pieces that come in order, twice, too late, from somebody else; and what a form makes of the whole."""

import base64
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from camtree.media.buckets import BucketStorage
from camtree.media.models import CamtreeMedia, ResumableUpload
from camtree.media.resumable import actions, places, views
from tests.camtree.media.samples import FILM
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
MIB = 1024 * 1024
VIDEO = FILM + bytes(5 * MIB) + b"the end"  # two pieces of a bucket


@pytest.fixture(params=["local_files", "buckets"])
def place(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue(request.param)
    return str(request.param)


def begin(client: Any, *, name: str = "talk.mp4", size: int = len(VIDEO), **more: Any) -> Any:
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype dmlkZW8vbXA0"
    told = TUS | {"HTTP_UPLOAD_LENGTH": str(size), "HTTP_UPLOAD_METADATA": metadata} | more
    return client.post(reverse("resumable_uploads"), content_type="application/offset+octet-stream", **told)


def send(client: Any, address: str, offset: int, piece: bytes, **more: Any) -> Any:
    told = TUS | {"HTTP_UPLOAD_OFFSET": str(offset)} | more
    return client.patch(address, piece, content_type=views.PIECE_TYPE, **told)


def offset_of(client: Any, address: str) -> int:
    answer = client.head(address, **TUS)
    assert (answer.status_code, answer["Upload-Length"]) == (200, str(len(VIDEO)))
    assert "no-store" in answer["Cache-Control"]
    return int(answer["Upload-Offset"])


def send_all(client: Any, address: str, content: bytes = VIDEO, size: int = 5 * MIB) -> None:
    for offset in range(0, len(content), size):
        answer = send(client, address, offset, content[offset : offset + size])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(min(offset + size, len(content))))


def key_of(address: str) -> str:
    return address.rstrip("/").split("/")[-1]


def save(client: Any, key: str, **more: Any) -> Any:
    data = {"title": "Talk", "collection": Collection.get_first_root_node().pk, "duration": 60, "upload": key} | more
    return client.post(reverse("wagtailmedia:add", args=["video"]), data)


def test_a_file_comes_in_pieces_and_a_form_stores_it(admin_site: Any, place: str, stored: Any) -> None:
    begun = begin(admin_site)
    assert (begun.status_code, begun["Tus-Resumable"]) == (201, "1.0.0")
    address = begun["Location"]
    assert offset_of(admin_site, address) == 0
    send_all(admin_site, address)
    assert offset_of(admin_site, address) == len(VIDEO)
    assert save(admin_site, key_of(address)).status_code == 302
    media = CamtreeMedia.objects.get()
    with media.file.open() as file:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(VIDEO).digest()
    assert (media.file.name, media.file_size, media.title) == ("media/talk.mp4", len(VIDEO), "Talk")
    # Nothing is left behind, and the second of two clicks stores nothing.
    assert (ResumableUpload.objects.count(), stored()) == (0, 1)
    again = save(admin_site, key_of(address))
    assert "What was uploaded is gone, or was stored already." in again.content.decode()
    assert CamtreeMedia.objects.count() == 1


def test_a_piece_counts_once_and_in_its_place(admin_site: Any, place: str) -> None:
    address = begin(admin_site)["Location"]
    first = VIDEO[: 5 * MIB]
    assert send(admin_site, address, 0, first).status_code == 204
    assert send(admin_site, address, 0, first).status_code == 409  # the answer was lost, and it is sent again
    assert send(admin_site, address, 6 * MIB, first).status_code == 409
    assert offset_of(admin_site, address) == 5 * MIB
    assert send(admin_site, address, 5 * MIB, VIDEO[5 * MIB :] + b"more").status_code == 400
    assert send(admin_site, address, 5 * MIB, VIDEO[5 * MIB :]).status_code == 204
    assert save(admin_site, key_of(address)).status_code == 302
    with CamtreeMedia.objects.get().file.open() as file:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(VIDEO).digest()


def test_a_piece_whose_row_was_not_written_is_written_over(
    admin_site: Any, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begin(admin_site)["Location"]
    piece, saves = VIDEO[: 5 * MIB], ResumableUpload.save

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(ResumableUpload, "save", broken)
        with pytest.raises(RuntimeError):
            send(admin_site, address, 0, piece)
    assert ResumableUpload.save is saves
    assert offset_of(admin_site, address) == 0
    send_all(admin_site, address)
    assert save(admin_site, key_of(address)).status_code == 302
    with CamtreeMedia.objects.get().file.open() as file:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(VIDEO).digest()


class Broken(io.BytesIO):
    def read(self, *args: Any) -> bytes:
        raise OSError("reset by peer")


@pytest.mark.parametrize("stream", [io.BytesIO(VIDEO[:MIB]), Broken()], ids=["short", "reset"])
@pytest.mark.usefixtures("local_files")
def test_a_piece_that_broke_off_is_not_kept(admin_site: Any, stream: io.BytesIO) -> None:
    address = begin(admin_site)["Location"]
    answer = send(admin_site, address, 0, b"x", **{"CONTENT_LENGTH": str(5 * MIB), "wsgi.input": stream})
    assert (answer.status_code, answer.content.decode()) == (400, "The connection broke.")
    assert offset_of(admin_site, address) == 0


@pytest.mark.usefixtures("buckets")
def test_a_bucket_takes_no_small_piece_but_the_last(admin_site: Any) -> None:
    address = begin(admin_site)["Location"]
    assert send(admin_site, address, 0, VIDEO[:MIB]).status_code == 400
    assert offset_of(admin_site, address) == 0


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"size": 0}, 400, "“talk.mp4” was not stored: it is empty."),
        ({"size": 10**13}, 413, "“talk.mp4” was not stored: it has 9.1"),
        ({"name": "talk.exe"}, 400, "“talk.exe” was not stored: it is none of the kinds that can be played here"),
        ({"name": "../../talk"}, 400, "“talk” was not stored"),
        ({"HTTP_UPLOAD_LENGTH": "many"}, 400, "An upload says its length, and its name in Base64."),
        ({"HTTP_UPLOAD_METADATA": "filename ???"}, 400, "An upload says its length, and its name in Base64."),
        ({"HTTP_UPLOAD_METADATA": "filename /w=="}, 400, "An upload says its length, and its name in Base64."),
        ({"HTTP_TUS_RESUMABLE": "0.2.2"}, 412, "Uploads in pieces speak version 1.0.0 here."),
    ],
)
@pytest.mark.usefixtures("local_files")
def test_what_cannot_be_stored_is_said_before_it_travels(
    admin_site: Any, told: dict[str, Any], status: int, sentence: str
) -> None:
    answer = begin(admin_site, **told)
    assert answer.status_code == status
    assert answer.content.decode().replace("\xa0", " ").startswith(sentence)
    assert not ResumableUpload.objects.exists()


@pytest.mark.usefixtures("local_files")
def test_pieces_of_another_shape_are_refused(admin_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = begin(admin_site)["Location"]
    answer = admin_site.patch(address, b"x", content_type="text/plain", HTTP_UPLOAD_OFFSET="0", **TUS)
    assert answer.status_code == 415
    assert send(admin_site, address, 0, b"x", HTTP_UPLOAD_OFFSET="-1").status_code == 400
    monkeypatch.setattr(views, "MOST_PIECE", 10)
    assert send(admin_site, address, 0, b"x" * 11).status_code == 413
    assert admin_site.options(reverse("resumable_uploads"))["Tus-Extension"] == "creation,termination,expiration"


@pytest.mark.usefixtures("local_files")
def test_others_see_nothing_of_an_upload(admin_site: Any, client: Any, editor: Any) -> None:
    address = begin(admin_site)["Location"]
    other = make_member(is_superuser=True, is_staff=True)
    for person, status in ((other, 404), (make_member(), 302)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.head(address, **TUS).status_code == status
        assert send(client, address, 0, VIDEO[:MIB]).status_code == status
        assert client.delete(address, **TUS).status_code == status
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert offset_of(client, address) == 0


def test_an_upload_that_is_given_up_leaves_nothing(admin_site: Any, place: str, stored: Any) -> None:
    half, whole = begin(admin_site)["Location"], begin(admin_site)["Location"]
    send(admin_site, half, 0, VIDEO[: 5 * MIB])
    send_all(admin_site, whole)
    for address in (half, whole):
        assert admin_site.delete(address, **TUS).status_code == 204
        assert admin_site.head(address, **TUS).status_code == 404
    assert (ResumableUpload.objects.count(), stored()) == (0, 0)


def test_what_nobody_finishes_goes_after_a_week(admin_site: Any, place: str, stored: Any) -> None:
    send_all(admin_site, begin(admin_site)["Location"])
    begin(admin_site)
    week = timezone.now() + timedelta(days=7)
    assert actions.drop_stale_uploads(now=week - timedelta(minutes=1)) == 0
    assert actions.drop_stale_uploads(now=week + timedelta(minutes=1)) == 2
    assert (ResumableUpload.objects.count(), stored()) == (0, 0)


@pytest.mark.usefixtures("local_files")
def test_one_person_begins_ten(admin_site: Any) -> None:
    for _each in range(10):
        assert begin(admin_site).status_code == 201
    answer = begin(admin_site)
    assert (answer.status_code, answer.content.decode()) == (400, "You have begun 10 uploads that are not used yet.")


@pytest.mark.usefixtures("local_files")
def test_it_waits_while_something_else_is_put_right(admin_site: Any) -> None:
    address = begin(admin_site, size=len(FILM))["Location"]
    send_all(admin_site, address, FILM)
    answer = save(admin_site, key_of(address), title="").content.decode()
    assert key_of(address) in answer
    assert "“talk.mp4” has arrived." in answer
    assert not CamtreeMedia.objects.exists()
    assert save(admin_site, key_of(address)).status_code == 302


@pytest.mark.usefixtures("local_files")
def test_a_file_that_holds_something_else_is_refused_by_the_form(admin_site: Any) -> None:
    address = begin(admin_site, size=3)["Location"]
    send_all(admin_site, address, b"abc")
    assert "it is none of the kinds that can be played here" in save(admin_site, key_of(address)).content.decode()
    assert not CamtreeMedia.objects.exists()


def a_bucket_that_is_away() -> BucketStorage:
    return BucketStorage(bucket_name="none", region_name="us-east-1", endpoint_url="http://127.0.0.1:9")


def test_a_bucket_that_is_away_says_so_and_keeps_what_has_arrived(
    admin_site: Any, buckets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begin(admin_site)["Location"]
    send(admin_site, address, 0, VIDEO[: 5 * MIB])
    with monkeypatch.context() as away:
        away.setattr(places, "private_storage", a_bucket_that_is_away)
        answer = send(admin_site, address, 5 * MIB, VIDEO[5 * MIB :])
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert offset_of(admin_site, address) == 5 * MIB
    assert send(admin_site, address, 5 * MIB, VIDEO[5 * MIB :]).status_code == 204
