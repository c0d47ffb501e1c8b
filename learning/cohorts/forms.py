"""What facilitators and members of cohorts fill in."""

import re
import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from camtree.core.seen import SeenMixin
from camtree.core.words.locales import active_locale
from camtree.core.words.time_zones import time_zone_choices
from camtree.events.moments import Moment
from camtree.members.models import User
from learning.cohorts.actions.discussions import LONGEST
from learning.cohorts.choices import AttendanceBy, Joining
from learning.cohorts.models import Cohort, CohortMember, CohortSession, Deadline
from learning.courses.models import CoursePage, Step
from learning.studying.progress import SESSIONS

# Mails that one sending of the form may cause.
MOST_ADDRESSES: Final = 200
FACTS: Final = (
    "title",
    "language",
    "school",
    "starts_on",
    "ends_on",
    "capacity",
    "joining",
    "mail_domain",
    "offer_days",
    "is_open",
)
# Where anybody gets an address, it says nothing of a school.
# fmt: off
EVERYBODYS: Final = frozenset((
    "126.com", "163.com", "aol.com", "bk.ru", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hotmail.com", "icloud.com", "inbox.ru", "laposte.net", "list.ru", "live.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com",
    "sina.com", "web.de", "yahoo.com", "yandex.com", "yandex.kz", "yandex.ru", "zoho.com",
))
# fmt: on
DOMAIN: Final = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# Days far off would leave what calendars and time zones can say.
DAYS: Final = (MinValueValidator(date(2020, 1, 1)), MaxValueValidator(date(2100, 12, 31)))


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, "validators": DAYS, **kwargs})


def addresses_in(text: str) -> list[str]:
    """E-mail addresses that stand in a text, one a line or with commas between them. Raises ValidationError."""
    found = list(dict.fromkeys(part.lower() for part in re.split(r"[\s,;،，；]+", text) if part))
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(_("“%(text)s” is no e-mail address."), params={"text": address[:80]}) from error
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_("No more than %(number)s addresses at once."), params={"number": MOST_ADDRESSES})
    return found


class CohortForm(SeenMixin, forms.Form):
    """What is said of a cohort."""

    def __init__(self, *args: Any, cohort: Cohort | None = None, **kwargs: Any) -> None:
        if cohort is not None:
            kwargs.setdefault("initial", {name: getattr(cohort, name) for name in FACTS})
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(Cohort, FACTS, field_classes={"starts_on": DayField, "ends_on": DayField}))
        for name in ("capacity", "offer_days"):
            # What the model asks of a number is not part of the fields it gives.
            asked: Any = Cohort._meta.get_field(name)
            self.fields[name].validators = list(asked.validators)
        self.fields["offer_days"].help_text = _("When a place becomes free, the next who waits has so long to take it.")

    def clean_mail_domain(self) -> str:
        """The part behind the @ in small letters; forgives an @ in front."""
        domain = str(self.cleaned_data["mail_domain"]).strip().lower().removeprefix("@")
        if domain and not DOMAIN.fullmatch(domain):
            raise ValidationError(_("“%(text)s” cannot be the end of an address."), params={"text": domain[:80]})
        if domain in EVERYBODYS:
            raise ValidationError(_("Anybody can have an address at %(domain)s."), params={"domain": domain})
        return domain

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("joining") == Joining.SCHOOL and not cleaned.get("mail_domain") and "mail_domain" in cleaned:
            self.add_error("mail_domain", _("Say with what addresses of the school end."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The group cannot end before it starts."))
        return cleaned


class NewCohortForm(CohortForm):
    """A new cohort: of which course, and who runs it beside the one who makes it."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=CoursePage.objects.none())
    others = forms.CharField(
        label=_("Who runs it with you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("E-mail addresses of people with an account, one on each line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = CoursePage.objects.shown_in(active_locale()).order_by("title")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.initial.setdefault("language", active_locale().language_code)
        self.order_fields(["course", *FACTS, "others"])

    def clean_others(self) -> list[User]:
        return accounts_of(addresses_in(self.cleaned_data["others"]))


class FacilitatorForm(forms.Form):
    """Somebody more who runs a cohort."""

    email = forms.EmailField(label=_("E-mail address of an account"))

    def clean_email(self) -> User:
        return accounts_of([self.cleaned_data["email"].lower()])[0]


def accounts_of(addresses: list[str]) -> list[User]:
    """The accounts that have these addresses. Raises ValidationError where one has none."""
    found = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
    for address in addresses:
        if address not in found:
            raise ValidationError(_("Nobody has an account with the address %(address)s."), params={"address": address})
    return [found[address] for address in addresses]


class InviteForm(forms.Form):
    """Addresses to invite."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, or with commas between them. Each gets one mail with a link."),
    )

    def clean_emails(self) -> list[str]:
        return addresses_in(self.cleaned_data["emails"])


class CodeForm(forms.Form):
    """A code, as people type it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class SessionForm(SeenMixin, forms.Form):
    """When and where a cohort meets. The time is that of the place."""

    title = forms.CharField(label=_("Title"), max_length=160)
    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=1440, initial=60)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    place = forms.CharField(label=_("Place"), max_length=255, required=False)
    address_online = forms.URLField(
        label=_("Address online"), max_length=500, required=False, help_text=_("Only members of the group see it.")
    )
    step_key = forms.TypedChoiceField(
        label=_("Counts for"),
        required=False,
        coerce=uuid.UUID,
        empty_value=None,
        help_text=_("Who attends has done this step of the course."),
    )

    def __init__(
        self, *args: Any, cohort: Cohort, zone: str = "UTC", session: CohortSession | None = None, **kwargs: Any
    ) -> None:
        if session is not None:
            kwargs.setdefault("initial", _as_typed(session))
        super().__init__(*args, **kwargs)
        self.initial.setdefault("time_zone", zone)
        steps = Step.objects.current().filter(course_key=cohort.course_key, kind__in=SESSIONS)
        choices = [("", _("no step of the course")), *((str(step.key), step.title) for step in steps)]
        self.fields["step_key"].choices = choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says, as a session keeps it."""
        said = dict(self.cleaned_data)
        length = timedelta(minutes=said.pop("minutes"))
        moment = Moment.on(said.pop("day"), said.pop("time"), length, said["time_zone"])
        return {**said, "starts_at": moment.starts_at, "ends_at": moment.ends_at}


def _as_typed(session: CohortSession) -> dict[str, Any]:
    moment = session.moment
    return {
        **{name: getattr(session, name) for name in ("title", "time_zone", "place", "address_online", "step_key")},
        "day": moment.starts.date(),
        "time": moment.starts.time(),
        "minutes": moment.length // timedelta(minutes=1),
    }


class OpenCodeForm(forms.Form):
    """For how long a code counts."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, initial=15)


class AttendanceForm(forms.Form):
    """Who was there: keys of members, those that the page showed as present, and how it is known."""

    how = forms.ChoiceField(
        label=_("Where is this from?"),
        choices=[(way.value, way.label) for way in (AttendanceBy.LIST, AttendanceBy.PAPER)],
        initial=AttendanceBy.LIST.value,
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label=_("Minutes, if not the whole session"), min_value=1, max_value=1440, required=False
    )


class DeadlineForm(forms.Form):
    """A step and the day until which it is due."""

    step_key = forms.TypedChoiceField(label=_("Step"), coerce=uuid.UUID)
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = Step.objects.current().filter(course_key=cohort.course_key)
        # A lesson and what one does in it may have one title.
        choices = [(str(step.key), f"{step.title} ({step.get_kind_display()})") for step in steps]
        self.fields["step_key"].choices = choices  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    """More time for one member."""

    deadline = forms.ModelChoiceField(label=_("Step"), queryset=Deadline.objects.none())
    due_on = DayField(label=_("Due on"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Only you and this member read it.")
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = dict(Step.objects.filter(course_key=cohort.course_key).values_list("key", "title"))
        field: Any = self.fields["deadline"]
        field.queryset = cohort.deadlines.all()
        field.label_from_instance = lambda row: titles.get(row.step_key, "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        deadline, day = cleaned.get("deadline"), cleaned.get("due_on")
        if deadline and day and day <= deadline.due_on:
            self.add_error("due_on", _("An extension ends after the day on which the step is due for everybody."))
        return cleaned


class MessageForm(forms.Form):
    """An announcement to a cohort, or a message to some of it. `key` makes a second sending harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean_title(self) -> str:
        # It becomes the subject of a mail, which is one line.
        return " ".join(self.cleaned_data["title"].split())


class StuckForm(MessageForm):
    """A message to chosen learners of a cohort."""

    learners = forms.TypedMultipleChoiceField(label=_("To"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cohort: Cohort, stuck: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CohortMember.objects.joined().filter(cohort=cohort).select_related("member")
        self.rows = {row.pk: row for row in rows.order_by("member__display_name", "pk")}
        self.fields["learners"].choices = [(pk, str(row)) for pk, row in self.rows.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("learners", list(stuck))
        self.order_fields(["learners", "title", "text", "key"])

    def clean_learners(self) -> list[CohortMember]:
        return [self.rows[pk] for pk in self.cleaned_data["learners"]]


class PostForm(forms.Form):
    """Something said in a discussion; `parent` is the post it answers."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=10**18)
    text = forms.CharField(
        label=_("What would you like to say?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
