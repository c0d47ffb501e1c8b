"""The words of a track, changed in a browser."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from camtree.core.seen import Clash, SeenMixin
from camtree.media.captions.checks import CaptionFault, validate_webvtt
from camtree.media.captions.webvtt import parse_webvtt, split_lines
from camtree.media.models import CaptionTrack

# Faults that are told at once.
_SHOWN: Final = 20


class TrackTextForm(SeenMixin, forms.Form):
    """The whole file of a track as WebVTT. What is no cue stays as it was written."""

    text = forms.CharField(
        label=gettext_lazy("Captions as WebVTT"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "dir": "auto", "class": "vtt"}),
    )

    def __init__(self, *args: Any, track: CaptionTrack, **kwargs: Any) -> None:
        self.instance = track
        kwargs.setdefault("initial", {"text": track.written})
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = track.language
        self.faults: list[CaptionFault] = []

    def clean_text(self) -> str:
        text = "\n".join(split_lines(str(self.cleaned_data["text"]))).strip("\n") + "\n"
        most = settings.UPLOAD_CAPTIONS_KIB
        if len(text.encode()) > most * 1024:
            raise ValidationError(_("This is too long: a file of captions has at most %(size)d KB.") % {"size": most})
        self.faults = validate_webvtt(text, kind=self.instance.kind)
        if self.faults:
            told = [str(fault) for fault in self.faults[:_SHOWN]]
            if more := len(self.faults) - _SHOWN:
                words = ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}
                told += [words] if more > 0 else []
            raise ValidationError(told)
        if not parse_webvtt(text):
            raise ValidationError(_("It holds no cue, so that nothing would be shown."))
        return text

    def _clash(self, name: str, stored: Any) -> Clash:
        # Two files one after the other are none.
        clash = super()._clash(name, stored)
        return replace(clash, choices=clash.choices[:2])

    @property
    def lines(self) -> str:
        """The lines with faults, for the script that shows the cues."""
        return ",".join(str(fault.line) for fault in self.faults)
