from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.signing import TimestampSigner
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from camtree.media import actions
from camtree.media.storages import is_signed
from tests.camtree.media import samples
from tests.camtree.media.samples import upload

CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)

pytestmark = pytest.mark.django_db


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.usefixtures("buckets")
def test_a_document_that_is_deleted_leaves_its_bucket(django_capture_on_commit_callbacks):
    """The task got the options of the client, which no queue takes: every deletion failed."""
    document = get_document_model().objects.create(title="Plan", file=ContentFile(b"words", "plan.txt"))
    storage, name = document.file.storage, document.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not storage.exists(name)


@pytest.fixture
def video():
    """The address of a recording; ask for the kind of storage before it."""
    return reverse("media", args=[storages["default"].save("media/talk.mp4", ContentFile(CONTENT))])


@pytest.mark.usefixtures("local_files")
class TestLocalFiles:
    def test_address_of_the_storage_is_that_of_the_view(self, video):
        assert storages["default"].url("media/talk.mp4") == video

    def test_whole_file(self, client, video):
        response = client.get(video)
        assert response.status_code == 200
        assert body(response) == CONTENT
        assert response["Content-Length"] == str(SIZE)
        assert response["Content-Type"] == "video/mp4"
        assert response["Accept-Ranges"] == "bytes"
        assert response["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("header", "first", "last"),
        [
            ("bytes=0-0", 0, 0),
            ("bytes=0-499", 0, 499),
            ("bytes=500-", 500, SIZE - 1),
            ("bytes=-500", SIZE - 500, SIZE - 1),
            (f"bytes=0-{SIZE * 2}", 0, SIZE - 1),
            (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
            (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ],
    )
    def test_range_gives_that_part(self, client, video, header, first, last):
        response = client.get(video, headers={"range": header})
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert response["Content-Length"] == str(last - first + 1)
        assert body(response) == CONTENT[first : last + 1]

    def test_range_is_never_compressed(self, client, video):
        response = client.get(video, headers={"range": "bytes=0-99999", "accept-encoding": "gzip"})
        assert response.status_code == 206
        assert "Content-Encoding" not in response
        assert len(body(response)) == 100_000

    @pytest.mark.parametrize("header", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
    def test_range_outside_is_refused_with_the_size(self, client, video, header):
        response = client.get(video, headers={"range": header})
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{SIZE}"

    @pytest.mark.parametrize("header", ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-5", "bytes=0-1,5-6", "x"])
    def test_range_that_cannot_be_read_is_ignored(self, client, video, header):
        response = client.get(video, headers={"range": header})
        assert response.status_code == 200
        assert body(response) == CONTENT

    def test_head_has_the_head_alone(self, client, video):
        response = client.head(video, headers={"range": "bytes=0-9"})
        assert response.status_code == 200
        assert response["Content-Length"] == str(SIZE)
        assert response.content == b""

    def test_known_version_is_not_sent_again(self, client, video):
        first = client.get(video)
        body(first)
        assert client.get(video, headers={"if-none-match": first["ETag"]}).status_code == 304
        assert client.get(video, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304

    def test_if_range_of_this_version_gives_the_part(self, client, video):
        first = client.get(video)
        body(first)
        for known in (first["ETag"], first["Last-Modified"]):
            response = client.get(video, headers={"range": "bytes=0-9", "if-range": known})
            assert response.status_code == 206
            assert body(response) == CONTENT[:10]

    def test_if_range_of_another_version_gives_the_whole(self, client, video):
        for known in ('"another"', 'W/"weak"', "Wed, 21 Oct 2015 07:28:00 GMT", "nonsense"):
            response = client.get(video, headers={"range": "bytes=0-9", "if-range": known})
            assert response.status_code == 200
            assert body(response) == CONTENT

    def test_post_is_refused(self, client, video):
        assert client.post(video).status_code == 405

    @pytest.mark.parametrize(
        "path", ["/media/none.mp4", "/media/../camtree.sqlite3", "/media/%2e%2e/x", "/media/media", "/media/a%00b"]
    )
    def test_what_is_not_there_is_not_found(self, client, video, path):
        response = client.get(path, follow=True)
        assert response.status_code == 404

    def test_private_files_are_not_under_the_public_address(self, client):
        document = actions.store_document(title="A", file=upload("secret.pdf", samples.PDF))
        assert client.get(f"/media/{document.file.name}", follow=True).status_code == 404
        assert client.get(f"/media/private/{document.file.name}", follow=True).status_code == 404

    def test_web_server_in_front_carries_the_bytes(self, client, video, settings):
        settings.MEDIA_ACCEL_PREFIX = "/_media/"
        response = client.get(video)
        assert response["X-Accel-Redirect"] == "/_media/media/talk.mp4"
        assert response.content == b""

    def test_unknown_kind_is_downloaded(self, client):
        name = storages["default"].save("media/page.html", ContentFile(b"<script>1</script>"))
        response = client.get(reverse("media", args=[name]))
        body(response)
        assert response["Content-Disposition"] == "attachment"


@pytest.mark.usefixtures("local_files")
class TestSignedAddresses:
    def test_signed_address_opens_and_another_does_not(self, client):
        document = actions.store_document(title="A", file=upload("secret.pdf", samples.PDF))
        address = document.file.url
        response = client.get(address)
        assert body(response) == samples.PDF
        assert response["Cache-Control"] == "private, no-store"
        assert client.get(address.replace("secret", "public"), follow=True).status_code == 404
        assert client.get(urlsplit(address).path, follow=True).status_code == 404

    def test_signed_address_expires(self, settings, monkeypatch):
        key = TimestampSigner(salt="camtree.media.private").sign("a.pdf").removeprefix("a.pdf:")
        assert is_signed("a.pdf", key)
        later = datetime.now(UTC).timestamp() + settings.PRIVATE_ADDRESS_SECONDS + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        assert not is_signed("a.pdf", key)


@pytest.mark.usefixtures("buckets")
class TestBuckets:
    def test_public_file_is_in_the_public_bucket(self, client, video):
        response = client.get(video)
        assert response.status_code == 302
        assert "Signature" not in response["Location"]

    def test_document_is_handed_over_by_a_signed_address(self, client):
        document = actions.store_document(title="A", file=upload("a.pdf", samples.PDF))
        response = client.get(reverse("wagtaildocs_serve", args=[document.pk, document.filename]))
        assert response.status_code == 302
        assert "X-Amz-Signature=" in response["Location"]
        assert response["Cache-Control"] == "private, no-store"


@pytest.fixture
def private_document():
    collection = Collection.get_first_root_node().add_child(name="Members only")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return actions.store_document(title="A", file=upload("a.pdf", samples.PDF), collection=collection)


def test_document_of_a_private_collection_asks_strangers_to_sign_in(client, private_document):
    response = client.get(reverse("wagtaildocs_serve", args=[private_document.pk, private_document.filename]))
    assert response.status_code == 302
    assert private_document.file.name not in response["Location"]
    assert "Signature" not in response["Location"]


def test_document_of_a_private_collection_opens_for_a_member(admin_site, private_document):
    response = admin_site.get(reverse("wagtaildocs_serve", args=[private_document.pk, private_document.filename]))
    if response.status_code == 302:
        assert "X-Amz-Signature=" in response["Location"]
    else:
        assert body(response) == samples.PDF


def test_document_behind_a_web_server_is_handed_over_after_the_check(
    local_files, client, admin_site, private_document, settings
):
    settings.PRIVATE_ACCEL_PREFIX = "/_private"
    address = reverse("wagtaildocs_serve", args=[private_document.pk, private_document.filename])
    response = admin_site.get(address)
    assert response["X-Accel-Redirect"].startswith("/_private/documents/a")
    client.logout()
    assert "X-Accel-Redirect" not in client.get(address)
