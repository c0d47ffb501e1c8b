"""Registrations: who comes to a webinar, who waits for a place, and what they were told."""

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.core.words.time_zones import validate_time_zone
from camtree.events.moments import Moment
from camtree.events.places import HasPlaces, Place, PlaceQuerySet
from camtree.members.models import ConsentText, User
from camtree.members.queries import confirmed_addresses
from webinars.registrations.choices import Audience, LetterKind, RegistrationState


def new_token() -> str:
    """A word nobody can guess, for an address that opens something."""
    return secrets.token_urlsafe(24)


class Register(HasPlaces):
    """The list of a webinar, one for all its languages, with what its page says: places, times, whether it takes place.

    It follows the page (`actions.places.follow_page`). Whoever changes a place holds its row.
    """

    work_key = models.UUIDField(_("webinar"), unique=True)
    # Stays when the page is gone.
    title = models.CharField(_("title"), max_length=255)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    # A place is given to the next at once.
    offer_days = 0
    is_open = models.BooleanField(_("people register"), default=False)
    is_cancelled = models.BooleanField(_("it is cancelled"), default=False)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"), db_index=True)
    time_zone = models.CharField(_("time zone of the hosts"), max_length=60, default="UTC")
    # SEQUENCE of its entry in calendars. Who was told a lower one has to hear of the change.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("list of a webinar")
        verbose_name_plural = _("lists of webinars")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def moment(self) -> Moment:
        """When it takes place."""
        return Moment(self.starts_at, self.ends_at, self.time_zone)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int(self.moment.length.total_seconds() // 60)

    def takes_people(self, now: datetime) -> bool:
        """Whether people may register now, for a place or for the waiting list."""
        if not self.is_open or self.is_cancelled:
            return False
        closes_at = min(self.closes_at or self.ends_at, self.ends_at)
        return (self.opens_at is None or self.opens_at <= now) and now < closes_at

    def is_to_come(self, now: datetime) -> bool:
        """Whether it takes place and is not over."""
        return not self.is_cancelled and now < self.ends_at


class RegistrationQuerySet(PlaceQuerySet["Registration"]):
    """Registrations."""

    def joined(self) -> Self:
        """Those who have a place."""
        return self.taken()

    def inside(self) -> Self:
        """Those who have a place, and those who wait for one."""
        return self.filter(state__in=Registration.INSIDE)

    def behind(self) -> Self:
        """Those whose diary says less than the page does: the webinar moved, changed its name or was called off."""
        return self.filter(told_sequence__lt=F("register__sequence") + F("times_back"))

    def of(self, member: User) -> Self:
        """Those of a member: as a member, or as a guest with an address that is confirmed to be theirs."""
        return self.filter(Q(member=member) | Q(member=None, email__in=confirmed_addresses(member)))


class Registration(Place):
    """Somebody is registered for a webinar, waits for a place, has not confirmed yet, or does not come any more.

    One row for each person and webinar, whichever language they read its page in. A guest has an address, a member an
    account.
    """

    TAKEN = RegistrationState.JOINED
    INSIDE = (RegistrationState.JOINED, RegistrationState.WAITING)

    register = models.ForeignKey(
        Register, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("webinar")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="webinar_registrations"
    )
    # Of guests, in small letters; empty for members.
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language of mails"), max_length=12, choices=settings.LANGUAGES, default="en")
    # Of guests. Members have one in their account.
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[validate_time_zone])
    state = models.CharField(
        _("state"), max_length=10, choices=RegistrationState, default=RegistrationState.PENDING, db_index=True
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("registered at"), default=timezone.now)
    joined_at = models.DateTimeField(_("place since"), null=True, blank=True)
    attended_at = models.DateTimeField(_("came at"), null=True, blank=True)
    agrees_to_recording = models.BooleanField(_("agrees to being recorded"), default=False)
    consent = models.ForeignKey(
        ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("consent")
    )
    # [{"key", "question", "answer"}], with the questions as they were asked.
    answers = models.JSONField(_("answers"), default=list, blank=True)
    # SEQUENCE that they were told last. Rises beyond that of the webinar by `times_back`, so that an entry that was
    # taken out of a diary comes back into it.
    told_sequence = models.PositiveIntegerField(default=0)
    times_back = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords(excluded_fields=["token"])
    objects: ClassVar[RegistrationQuerySet] = RegistrationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("registration for a webinar")
        verbose_name_plural = _("registrations for webinars")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "member"], condition=Q(member__isnull=False), name="webinars_registered_once"
            ),
            models.UniqueConstraint(
                fields=["register", "email"], condition=~Q(email=""), name="webinars_address_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(email=""), name="webinars_registration_is_somebodys"
            ),
        ]
        indexes = [models.Index(fields=["register", "state", "waiting_since"], name="webinars_places")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """As hosts and mails call them."""
        return str(self.member) if self.member else self.name or self.email

    @property
    def address(self) -> str:
        """Where mails go."""
        return self.member.email if self.member else self.email

    @property
    def zone(self) -> str:
        """The zone of their clock."""
        return (self.member.time_zone if self.member else self.time_zone) or self.register.time_zone

    @property
    def number_in_line(self) -> int:
        """Place on the waiting list, the first is 1; 0 for who does not wait."""
        if self.state != RegistrationState.WAITING:
            return 0
        ahead: Any = self.register.registrations.waiting().values_list("pk", flat=True)
        return list(ahead).index(self.pk) + 1

    @property
    def answers_in_words(self) -> str:
        """Questions with their answers, as the person reads them in what is kept about them."""
        return "\n".join(f"{row['question']} {row['answer']}" for row in self.answers)


# When each kind is due, from the beginning or the end of the webinar, and until when it still makes sense.
BEFORE: Final = {
    LetterKind.DAY: (timedelta(hours=24), timedelta(hours=2)),
    LetterKind.HOUR: (timedelta(hours=1), timedelta()),
}
AFTERWARDS: Final = timedelta(hours=1)
AFTERWARDS_UNTIL: Final = timedelta(days=7)


class Letter(models.Model):
    """A mail that goes to many: a reminder or what follows afterwards, or a message of the hosts.

    Hosts add words of their own, and may cancel it. When it goes is counted from the webinar and moves along with it.
    """

    register = models.ForeignKey(
        Register, on_delete=models.CASCADE, related_name="letters", verbose_name=_("list of a webinar")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind)
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    words = models.TextField(_("words of the hosts"), blank=True, max_length=4000)
    audience = models.CharField(_("to"), max_length=10, choices=Audience, default=Audience.ALL)
    is_cancelled = models.BooleanField(_("is not sent"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mail about a webinar")
        verbose_name_plural = _("mails about webinars")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "kind"], condition=~Q(kind="message"), name="webinars_letter_once"
            )
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())

    @property
    def due_at(self) -> datetime:
        """When it begins to go."""
        if self.kind == LetterKind.MESSAGE:
            return self.made_at
        if (before := BEFORE.get(LetterKind(self.kind))) is not None:
            return self.register.starts_at - before[0]
        return self.register.ends_at + AFTERWARDS

    @property
    def ends_at(self) -> datetime:
        """When it goes to nobody any more."""
        if (before := BEFORE.get(LetterKind(self.kind))) is not None:
            # The link of the hour before is of use until the end.
            return self.register.starts_at - before[1] if before[1] else self.register.ends_at
        since = self.made_at if self.kind == LetterKind.MESSAGE else self.register.ends_at
        return since + AFTERWARDS_UNTIL

    def is_due(self, now: datetime) -> bool:
        """Whether it goes out now. Of a webinar that does not take place only what hosts write."""
        if self.is_cancelled or (self.register.is_cancelled and self.kind != LetterKind.MESSAGE):
            return False
        return self.due_at <= now < self.ends_at

    def readers(self) -> RegistrationQuerySet:
        """To whom it goes, sent or not."""
        rows: RegistrationQuerySet = self.register.registrations.all()
        if self.kind == LetterKind.MESSAGE:
            return rows.inside() if self.audience == Audience.ALL else rows.filter(state=self.audience)
        if self.kind in (LetterKind.ATTENDED, LetterKind.MISSED):
            return rows.joined().filter(attended_at__isnull=self.kind == LetterKind.MISSED)
        return rows.joined()


class SentLetter(models.Model):
    """A letter went to somebody, or what it says had been told already. Written together with the mail, once."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sent")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="letters")
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("sent mail about a webinar")
        verbose_name_plural = _("sent mails about webinars")
        constraints = [models.UniqueConstraint(fields=["letter", "registration"], name="webinars_letter_sent_once")]

    def __str__(self) -> str:
        return str(self.letter)
