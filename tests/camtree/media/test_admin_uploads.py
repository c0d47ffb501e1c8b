"""Every way in through the admin goes through the rules, and a bad upload leaves nothing behind."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from camtree.media.models import CamtreeDocument, CamtreeImage, CamtreeMedia, CaptionTrack
from tests.camtree.media import samples
from tests.camtree.media.samples import upload


@pytest.fixture
def root_collection(db):
    return Collection.get_first_root_node()


def test_single_image_is_stored_without_metadata(admin_site, root_collection):
    address = reverse("wagtailimages:add")
    photo = upload("home.jpg", samples.photo_with_place())
    response = admin_site.post(address, {"title": "Home", "file": photo, "collection": root_collection.pk})
    assert response.status_code == 302
    image = CamtreeImage.objects.get()
    with image.file.open() as file:
        content = file.read()
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert (image.width, image.height) == (20, 40)
    assert image.file_size == len(content)


def test_single_image_bad_is_named_and_not_stored(admin_site, root_collection, stored):
    before = stored()
    response = admin_site.post(
        reverse("wagtailimages:add"),
        {"title": "Drawing", "file": upload("drawing.png", b"<svg/>"), "collection": root_collection.pk},
    )
    assert response.status_code == 200
    assert "“drawing.png” was not stored" in response.content.decode()
    assert not CamtreeImage.objects.exists()
    assert stored() == before


@pytest.mark.parametrize(
    ("address", "model", "good", "bad"),
    [
        (
            "wagtailimages:add_multiple",
            CamtreeImage,
            ("a.png", samples.picture("PNG")),
            ("a.png", samples.moving_gif()),
        ),
        ("wagtaildocs:add_multiple", CamtreeDocument, ("a.pdf", samples.PDF), ("a.pdf", b"MZ\x90\x00")),
    ],
)
def test_multiple_upload(admin_site, root_collection, stored, address, model, good, bad):
    before = stored()
    data = {"title": "A", "collection": root_collection.pk}
    answer = admin_site.post(reverse(address), {**data, "files[]": upload(*bad)}).json()
    assert answer["success"] is False
    assert f"“{bad[0]}” was not stored" in answer["error_message"]
    assert stored() == before
    answer = admin_site.post(reverse(address), {**data, "files[]": upload(*good)}).json()
    assert answer["success"] is True
    assert model.objects.count() == 1
    assert stored() == before + 1


def test_multiple_upload_with_another_fault_keeps_no_raw_file(admin_site, root_collection, stored):
    before = stored()
    data = {
        "title": "x" * 300,
        "collection": root_collection.pk,
        "files[]": upload("a.jpg", samples.photo_with_place()),
    }
    answer = admin_site.post(reverse("wagtailimages:add_multiple"), data).json()
    assert answer["success"] is False
    assert not UploadedFile.objects.exists()
    assert stored() == before


def test_chooser_upload_of_bad_image_is_refused(admin_site, root_collection, stored):
    before = stored()
    response = admin_site.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "A",
            "image-chooser-upload-file": upload("a.png", b"not a picture"),
            "image-chooser-upload-collection": root_collection.pk,
        },
    )
    assert "“a.png” was not stored" in response.json()["htmlFragment"]
    assert not CamtreeImage.objects.exists()
    assert stored() == before


def test_replaced_image_is_cleaned_as_well(admin_site, root_collection):
    data = {"title": "A", "collection": root_collection.pk}
    admin_site.post(reverse("wagtailimages:add"), {**data, "file": upload("a.png", samples.picture("PNG"))})
    image = CamtreeImage.objects.get()
    edit = reverse("wagtailimages:edit", args=[image.pk])
    response = admin_site.post(edit, {**data, "file": upload("b.jpg", samples.photo_with_place())})
    assert response.status_code == 302
    image.refresh_from_db()
    with image.file.open() as file:
        assert b"Exif" not in file.read()


def test_image_edited_without_new_file_keeps_it(admin_site, root_collection):
    data = {"title": "A", "collection": root_collection.pk}
    admin_site.post(reverse("wagtailimages:add"), {**data, "file": upload("a.png", samples.picture("PNG"))})
    image = CamtreeImage.objects.get()
    response = admin_site.post(reverse("wagtailimages:edit", args=[image.pk]), {**data, "title": "B", "credit": "Ana"})
    assert response.status_code == 302
    name = image.file.name
    image.refresh_from_db()
    assert (image.title, image.credit, image.file.name) == ("B", "Ana", name)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("video", ("a.mp4", samples.FILM), ("a.mp4", samples.MATROSKA)),
        ("audio", ("a.mp3", samples.SOUND), ("a.mp3", b"x")),
    ],
)
def test_recording_upload(admin_site, root_collection, stored, kind, good, bad):
    address = reverse("wagtailmedia:add", args=[kind])
    data = {"title": "A", "collection": root_collection.pk, "duration": 1}
    before = stored()
    response = admin_site.post(address, {**data, "file": upload(*bad)})
    assert f"“{bad[0]}” was not stored" in response.content.decode()
    assert stored() == before
    response = admin_site.post(address, {**data, "file": upload(*good)})
    assert response.status_code == 302
    assert CamtreeMedia.objects.get().type == kind


def test_recording_with_bad_thumbnail_is_refused(admin_site, root_collection, stored):
    before = stored()
    data = {"title": "A", "collection": root_collection.pk, "duration": 1}
    files = {"file": upload("a.mp4", samples.FILM), "thumbnail": upload("a.png", b"<svg/>")}
    response = admin_site.post(reverse("wagtailmedia:add", args=["video"]), {**data, **files})
    assert response.status_code == 200
    assert not CamtreeMedia.objects.exists()
    assert stored() == before


@pytest.fixture
def recording(admin_site, root_collection):
    data = {"title": "Talk", "collection": root_collection.pk, "duration": 1, "file": upload("a.mp4", samples.FILM)}
    admin_site.post(reverse("wagtailmedia:add", args=["video"]), data)
    return CamtreeMedia.objects.get()


def test_caption_track_is_stored_and_replaced(admin_site, recording, stored, django_capture_on_commit_callbacks):
    before = stored()
    data = {"media": recording.pk, "language": "es", "kind": "captions"}
    response = admin_site.post(reverse("caption_tracks:add"), {**data, "file": upload("x.vtt", samples.CAPTIONS)})
    assert response.status_code == 302
    track = CaptionTrack.objects.get()
    assert str(track.file.name).startswith(f"tracks/{recording.pk}-es-captions")
    assert track.language_name == "español"
    with django_capture_on_commit_callbacks(execute=True):
        edit = reverse("caption_tracks:edit", args=[track.pk])
        response = admin_site.post(edit, {**data, "file": upload("y.vtt", samples.CAPTIONS + b"again\n")})
    assert response.status_code == 302
    track.refresh_from_db()
    assert track.file.read().endswith(b"again\n")
    assert stored() == before + 1


def test_caption_track_bad_names_the_line(admin_site, recording, stored):
    before = stored()
    data = {"media": recording.pk, "language": "es", "kind": "captions"}
    bad = upload("x.vtt", b"WEBVTT\n\n00:00,000 --> 00:01.000\nx\n")
    response = admin_site.post(reverse("caption_tracks:add"), {**data, "file": bad})
    page = response.content.decode()
    assert "“x.vtt” was not stored" in page
    assert "Line 3:" in page
    assert stored() == before


def test_what_is_put_right_in_captions_is_told(admin_site, recording, stored):
    data = {"media": recording.pk, "language": "es", "kind": "captions"}
    file = upload("x.srt", b"1\n00:00:00,000 --> 00:00:01,000\nA & B\n")
    page = admin_site.post(reverse("caption_tracks:add"), {**data, "file": file}, follow=True).content.decode()
    assert "The file was SubRip: its captions were made WebVTT." in page
    assert "In 1 cue signs or marks were written as WebVTT asks." in page
    with CaptionTrack.objects.get().file.open() as track:
        assert track.read() == b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nA &amp; B\n"


def test_caption_track_second_of_its_kind_is_refused(admin_site, recording):
    data = {"media": recording.pk, "language": "es", "kind": "captions"}
    admin_site.post(reverse("caption_tracks:add"), {**data, "file": upload("x.vtt", samples.CAPTIONS)})
    response = admin_site.post(reverse("caption_tracks:add"), {**data, "file": upload("x.vtt", samples.CAPTIONS)})
    assert "already has a track of this kind" in response.content.decode()
    assert CaptionTrack.objects.count() == 1


def test_recording_deleted_takes_its_tracks_along(admin_site, recording, stored, django_capture_on_commit_callbacks):
    data = {"media": recording.pk, "language": "es", "kind": "captions"}
    before = stored()
    admin_site.post(reverse("caption_tracks:add"), {**data, "file": upload("x.vtt", samples.CAPTIONS)})
    assert stored() == before + 1
    with django_capture_on_commit_callbacks(execute=True):
        recording.delete()
    assert not CaptionTrack.objects.exists()
    assert stored() == before - 1
