"""Captions, and people who may change them."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import Collection, GroupCollectionPermission

from camtree.media.actions import store_caption_track
from camtree.media.models import CamtreeMedia, CaptionTrack
from tests.factories.files import upload
from tests.factories.members import make_member

TEXT = """WEBVTT Talk in pairs

NOTE Heard by Ana, twice.

STYLE
::cue(b) { color: red }

REGION
id:left
width:40%

first
00:01.000 --> 00:04.000 region:left align:start
<v Ana>Who spoke?

NOTE And again.

00:05.000 --> 00:08.000 position:10%
<v Ben>Nobody &amp; everybody
"""


def make_track(text: str = TEXT, title: str = "Talk") -> CaptionTrack:
    media = CamtreeMedia.objects.create(title=title, file="media/talk.mp4", type="video")
    return store_caption_track(media=media, language="en", file=upload("talk.vtt", text.encode()))


def make_editor(collection: Collection | None = None) -> Any:
    """Somebody who may change recordings, of one collection or of all."""
    member = make_member()
    group = member.groups.create(name=f"Recordings {member.pk}")
    permission = Permission.objects.get(codename="change_media", content_type__app_label="wagtailmedia")
    collection = collection or Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return member
