"""Cohorts: people who take a course together, and those who lead them through it."""

import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.events.places import HasPlaces, Place, PlaceQuerySet, with_free
from learning.cohorts.choices import Joining, MemberState
from learning.courses.models import CoursePage
from learning.studying.models import Enrolment

# Without letters and digits that look alike on a wall or in handwriting.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RUN_ANY: Final = "learning.run_any_cohort"


def new_code(length: int = 8) -> str:
    """A code that people can read out and copy by hand."""
    return "".join(secrets.choice(ALPHABET) for _number in range(length))


def new_join_code() -> str:
    """The code with which one joins a cohort."""
    return new_code(8)


def new_invitation_token() -> str:
    """A word nobody can guess, for an address that opens something."""
    return secrets.token_urlsafe(24)


def code_in(typed: str) -> str:
    """What somebody typed as a code, whatever the case, spaces, dashes and kind of digits."""
    letters = unicodedata.normalize("NFKC", typed)
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in letters)
    return "".join(letter for letter in plain.upper() if letter.isalnum())[:16]


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Cohorts."""

    def run_by(self, user: Any) -> "CohortQuerySet":
        """Those a facilitator runs; all of them for who may run any."""
        if user.is_active and user.has_perm(RUN_ANY):
            return self.all()
        return self.filter(pk__in=Facilitator.objects.filter(user=user.pk).values("cohort"))

    def of_member(self, member: Any) -> "CohortQuerySet":
        """Those in which somebody is, waits or is offered a place."""
        rows = CohortMember.objects.filter(member=member.pk, state__in=CohortMember.INSIDE)
        return self.filter(pk__in=rows.values("cohort"))

    def taking_members(self, today: date) -> "CohortQuerySet":
        """Those that take in people now, at once or on the waiting list. The one place that says so: `takes_members`
        says it of a row, and how one joins is asked beside it."""
        return self.filter(is_open=True, ends_on__gte=today)

    def open_to_everybody(self, course_key: UUID, today: date) -> "CohortQuerySet":
        """Those of a course that anybody may ask to join, the next first, with `free`: places left."""
        found = self.taking_members(today).filter(course_key=course_key, joining=Joining.OPEN)
        return found.with_free().order_by("starts_on", "pk")

    def of_schools(self, addresses: Iterable[str], today: date) -> "CohortQuerySet":
        """Those that people with one of these confirmed addresses may ask to join, by what follows the @ in it."""
        domains = {address.rpartition("@")[2].lower() for address in addresses}
        found = self.taking_members(today).filter(joining=Joining.SCHOOL, mail_domain__in=domains - {""})
        return found.with_free().order_by("starts_on", "pk")

    def with_free(self) -> "CohortQuerySet":
        """With `free`: places left, never below none."""
        return with_free(self, "members")


class Cohort(HasPlaces):
    """A group that takes a course together between two days, with so many places."""

    # A course in all its languages.
    course_key = models.UUIDField(_("course"), db_index=True)
    # Stays when the course is gone.
    course_title = models.CharField(_("title of the course"), max_length=255)
    title = models.CharField(_("name of the group"), max_length=160)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    school = models.CharField(_("school"), max_length=160, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    mail_domain = models.CharField(
        _("addresses of the school end with"),
        max_length=120,
        blank=True,
        db_index=True,
        help_text=_("What follows the @, such as “school.example”. Needed where people join with such an address."),
    )
    joining = models.CharField(_("how people join"), max_length=10, choices=Joining, default=Joining.INVITATION)
    join_code = models.CharField(_("code to join"), max_length=8, unique=True, default=new_join_code, editable=False)
    is_open = models.BooleanField(_("people may join"), default=True)
    facilitators: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="learning.Facilitator", related_name="cohorts_run"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    history = HistoricalRecords()
    objects: ClassVar[CohortQuerySet] = CohortQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        permissions = [("run_any_cohort", "Can run every cohort")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="learning_cohort_ends_after"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="learning_cohort_has_places"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def courses(self) -> Any:
        """The course in every language there is: pages."""
        return CoursePage.objects.filter(translation_key=self.course_key)

    def takes_members(self, today: date) -> bool:
        """Whether people may come in now, at once or on the waiting list."""
        return self.is_open and self.ends_on >= today

    @property
    def places_held(self) -> int:
        """How many joined, or are offered a place."""
        return self.members.holding().count()

    @property
    def shown_code(self) -> str:
        """The code in two halves, as people read it out."""
        return f"{self.join_code[:4]} {self.join_code[4:]}"


class Facilitator(models.Model):
    """Somebody runs a cohort."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="facilitator_rows", verbose_name=_("cohort")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="learning_facilitator_once")]

    def __str__(self) -> str:
        return str(self.user)


class CohortMemberQuerySet(PlaceQuerySet["CohortMember"]):
    """People of cohorts."""

    def joined(self) -> Self:
        """Those who are in."""
        return self.taken()


class CohortMember(Place):
    """Somebody of a cohort: invited, waiting, in, or no more. One row for each, whatever became of it."""

    TAKEN = MemberState.JOINED
    INSIDE: Final = (MemberState.WAITING, MemberState.OFFERED, MemberState.JOINED)

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members", verbose_name=_("cohort"))
    # Empty for an invitation that nobody has accepted yet: the address may have no account.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="cohort_places"
    )
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="cohort_places"
    )
    state = models.CharField(_("state"), max_length=10, choices=MemberState, default=MemberState.INVITED)
    email = models.EmailField(_("e-mail"), blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_invitation_token, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)
    shows_name = models.BooleanField(_("others in the group see the name"), default=False)

    history = HistoricalRecords(excluded_fields=["token"])
    objects: ClassVar[CohortMemberQuerySet] = CohortMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member of a cohort")
        verbose_name_plural = _("members of cohorts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "member"], condition=Q(member__isnull=False), name="learning_cohort_member_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "email"], condition=~Q(email=""), name="learning_cohort_address_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=MemberState.OFFERED) | Q(offered_until__isnull=False),
                name="learning_offer_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state", "waiting_since"], name="learning_cohort_places")]

    def __str__(self) -> str:
        return str(self.member or self.email)
