import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtailmedia.models import MediaType

from camtree.media import actions
from camtree.media.choices import TrackKind
from camtree.media.models import CamtreeImage, CaptionTrack
from tests.camtree.media import samples
from tests.camtree.media.samples import upload

pytestmark = pytest.mark.django_db


def test_store_image_bad_is_refused(stored):
    before = stored()
    with pytest.raises(ValidationError):
        actions.store_image(title="A", file=upload("a.png", b"<svg/>"))
    assert stored() == before


def test_store_image_that_fails_in_the_database_leaves_no_file(stored, monkeypatch):
    before = stored()

    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(CamtreeImage, "save_base", fail)
    with pytest.raises(IntegrityError):
        actions.store_image(title="A", file=upload("a.png", samples.picture("PNG")))
    assert stored() == before


def test_store_image_and_document():
    image = actions.store_image(title="A", file=upload("a.png", samples.picture("PNG")), credit="Ana")
    document = actions.store_document(title="B", file=upload("b.pdf", samples.PDF))
    assert (image.width, image.height, image.credit) == (40, 20, "Ana")
    assert document.file_size == len(samples.PDF)
    assert document.get_file_hash()


def test_store_caption_track_twice_replaces_it(stored, django_capture_on_commit_callbacks):
    media = actions.store_media(title="Talk", file=upload("a.mp4", samples.MP4), type=MediaType.VIDEO, duration=2.5)
    before = stored()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.store_caption_track(media=media, language="ar", file=upload("a.vtt", samples.CAPTIONS))
    chapters = upload("c.vtt", samples.CAPTIONS)
    actions.store_caption_track(media=media, language="ar", file=chapters, kind=TrackKind.CHAPTERS)
    assert CaptionTrack.objects.count() == 2
    assert stored() == before + 2
