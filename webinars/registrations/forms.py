"""What people fill in who register."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from camtree.core.forms import GuardedForm
from camtree.core.words.time_zones import time_zone_choices
from webinars.models import WebinarPage
from webinars.registrations.choices import Audience

LONGEST_ANSWER = 1000


class RegistrationForm(forms.Form):
    """In which language mails come, the questions of the hosts, and consent to being recorded."""

    language = forms.ChoiceField(
        label=_("Language of mails"), choices=settings.LANGUAGES, help_text=_("Mails about this webinar come in it.")
    )

    def __init__(self, *args: Any, page: WebinarPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        for question in page.question_list:
            self.fields[f"answer-{question['key']}"] = forms.CharField(
                label=question["text"],
                max_length=LONGEST_ANSWER,
                required=question["required"],
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if page.is_recorded:
            self.fields["agrees_to_recording"] = forms.BooleanField(
                label=_("I know that this webinar is recorded and published, and agree to being in it."),
                error_messages={"required": _("Who takes part may be heard or seen in the recording: please agree.")},
            )
        self.order_fields([name for name in self.fields if name not in {"agrees_to_recording", "consent"}])

    @property
    def asked(self) -> Iterator[forms.BoundField]:
        """The fields with the questions of the hosts."""
        return (self[name] for name in self.fields if name.startswith("answer-"))

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it. Ask after `is_valid`."""
        answers = [
            {"key": one["key"], "question": one["text"], "answer": self.cleaned_data[f"answer-{one['key']}"]}
            for one in self.page.question_list
            if self.cleaned_data[f"answer-{one['key']}"]
        ]
        return {
            "language": self.cleaned_data["language"],
            "answers": answers,
            "agrees_to_recording": bool(self.cleaned_data.get("agrees_to_recording")),
        }


class GuestForm(RegistrationForm, GuardedForm):
    """The same for somebody without an account."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("A mail with a link goes to it. You are registered once you follow the link."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=time_zone_choices,
        widget=forms.Select(attrs={"data-own-zone": "yes"}),
        help_text=_("Mails tell the time in it."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {name: self.cleaned_data[name] for name in ("name", "email", "time_zone")}


class AddForm(forms.Form):
    """A host adds somebody who asked by another way."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)


class MessageForm(forms.Form):
    """A host writes to those who registered."""

    audience = forms.ChoiceField(label=_("To"), choices=Audience.choices)
    subject = forms.CharField(label=_("Subject"), max_length=160)
    words = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


class LetterForm(forms.Form):
    """Words of the hosts in a mail that goes by itself."""

    words = forms.CharField(
        label=_("Your own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("They stand at the beginning of the mail, in the language in which you write them."),
    )
    is_cancelled = forms.BooleanField(label=_("Do not send this mail"), required=False)
