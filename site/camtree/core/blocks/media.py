"""Blocks with pictures, sound, film and files."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock


class CaptionedImageBlock(blocks.StructBlock):
    """A picture with a caption. The alternative text is required unless the picture is marked decorative."""

    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture. Say in words what it shows, or mark it decorative.")
        template = "blocks/captioned_image_block.html"
        preview_value = {"image": None, "caption": "The prompt cards of the third lesson"}


class FigureBlock(blocks.StructBlock):
    """A chart or drawing that carries findings: numbered by its place, always with caption and source."""

    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"))
    source = blocks.CharBlock(label=_("source"), required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("A chart or drawing that shows findings, with a caption.")
        template = "blocks/figure_block.html"
        preview_value = {"image": None, "caption": "Who answered, lesson by lesson"}


class VideoBlock(blocks.StructBlock):
    """One of our own videos, with its captions."""

    video = VideoChooserBlock(label=_("video"))
    title = blocks.CharBlock(label=_("title"))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video from our own library, with captions and its size shown before it plays.")
        template = "blocks/video_block.html"
        preview_value = {"video": None, "title": "A planning talk, four minutes"}


class AudioBlock(blocks.StructBlock):
    """One of our own sound recordings."""

    audio = AudioChooserBlock(label=_("recording"))
    title = blocks.CharBlock(label=_("title"))
    transcript = blocks.RichTextBlock(label=_("transcript"), features=["bold", "italic"], required=False)

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A sound recording with its transcript.")
        template = "blocks/audio_block.html"
        preview_value = {"audio": None, "title": "Pair talk, two minutes"}


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its kind and size."""

    document = DocumentChooserBlock(label=_("document"))
    text = blocks.CharBlock(label=_("what it is"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download; its kind and size are shown.")
        template = "blocks/document_block.html"
        preview_value = {"document": None, "text": "Observation sheet"}


_VIDEO_KEY = re.compile(r"[\w-]{6,20}", re.ASCII)


class EmbedValue(blocks.StructValue):
    """Where an embedded video lives, without asking anybody."""

    @cached_property
    def frame_url(self) -> str:
        """Address for the frame, or "" where the provider is not one we can show."""
        parts = urlsplit(self.get("url") or "")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        last = parts.path.rstrip("/").rsplit("/", 1)[-1]
        if host in {"youtube.com", "youtube-nocookie.com", "youtu.be"}:
            key = parse_qs(parts.query).get("v", [last])[0]
            return f"https://www.youtube-nocookie.com/embed/{key}" if _VIDEO_KEY.fullmatch(key) else ""
        if host in {"vimeo.com", "player.vimeo.com"}:
            return f"https://player.vimeo.com/video/{last}?dnt=1" if last.isdigit() else ""
        return ""

    @cached_property
    def host(self) -> str:
        """Name of the other host, to be told before anything is loaded from it."""
        return urlsplit(self.frame_url or self.get("url") or "").hostname or ""


class EmbedBlock(blocks.StructBlock):
    """A video on another host. Nothing is asked of that host until the reader agrees."""

    url = blocks.URLBlock(label=_("address"), help_text=_("A video on YouTube or Vimeo."))
    title = blocks.CharBlock(label=_("title"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if not cleaned.frame_url:
            hosts = ", ".join(host.removeprefix("https://") for host in settings.EMBED_FRAME_HOSTS)
            sentence = _("This address cannot be shown here. Known hosts: %(hosts)s.") % {"hosts": hosts}
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(sentence)})
        return cleaned

    class Meta:
        icon = "code"
        label = _("Video elsewhere")
        description = _("A video on another host, loaded only after the reader agrees.")
        template = "blocks/embed_block.html"
        value_class = EmbedValue
        preview_value = {"url": "https://vimeo.com/76979871", "title": "A classroom in Valparaíso"}
