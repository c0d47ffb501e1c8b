"""An inquiry on its way to a report: what teachers write together before anybody else may read it.

Drafts are rows, not pages: they change every few seconds, belong to their authors alone, and become a page of the
library only when they are submitted.
"""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords
from wagtail.models import Revision

from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Phase, Subject, Theme
from research.inquiries.choices import Access, InquiryState, Stage
from research.inquiries.models.templates import ReportTemplate
from research.library.choices import Section, contributions_in_words
from research.library.fields import validate_orcid
from research.library.models.facts import ReportFacts
from research.library.models.names import PersonName


def new_token() -> str:
    """A word nobody can guess, for an address that opens something."""
    return secrets.token_urlsafe(24)


# Who writes a draft or comments on it; others are named as authors only.
TAKING_PART = (Access.OWNER, Access.WRITE, Access.COMMENT)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Questions about drafts."""

    def of(self, user: Any) -> "InquiryQuerySet":
        """Those that a member writes or comments on."""
        mine = InquiryPerson.objects.filter(user=user, access__in=TAKING_PART)
        return self.filter(pk__in=mine.values("inquiry"))


class Inquiry(ReportFacts):
    """A teacher's inquiry and the report growing out of it."""

    template = models.ForeignKey(
        Revision, verbose_name=_("version of the template"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=InquiryState.choices, default=InquiryState.DRAFT, db_index=True
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FOCUS)

    school = models.CharField(_("school"), max_length=160, blank=True)
    show_school = models.BooleanField(_("name the school in the report"), default=False)
    phases = models.ManyToManyField(Phase, verbose_name=_("phases"), blank=True, limit_choices_to=CANONICAL_TERMS)
    subjects = models.ManyToManyField(Subject, verbose_name=_("subjects"), blank=True, limit_choices_to=CANONICAL_TERMS)
    approaches = models.ManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, limit_choices_to=CANONICAL_TERMS)
    started_on = models.DateField(_("inquiry began"), null=True, blank=True)
    ended_on = models.DateField(_("inquiry ended"), null=True, blank=True)

    report = models.ForeignKey(
        "research.ReportPage",
        verbose_name=_("page in the library"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inquiries",
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    what_changed = models.TextField(_("what changes"), blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now, db_index=True)

    history = HistoricalRecords(excluded_fields=["saved_at"])
    objects: ClassVar[InquiryQuerySet] = InquiryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return self.title or str(_("Untitled inquiry"))

    role: "InquiryPerson"  # who asks; set by research.library.access

    @cached_property
    def guide(self) -> ReportTemplate:
        """The template as it was when the draft was begun."""
        template: ReportTemplate = self.template.as_object()
        return template

    @property
    def has_case_pupils(self) -> bool:
        """Whether its template asks about case pupils."""
        return any(section.value["key"] == Section.CASE_PUPILS for section in self.guide.sections)

    @property
    def is_open(self) -> bool:
        """Whether its authors may change it now."""
        return self.state in {InquiryState.DRAFT, InquiryState.CHANGES_ASKED}


class InquiryPart(models.Model):
    """One piece of text of a draft: a part of the abstract or a section. It counts its changes."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("text"), blank=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    number = models.PositiveIntegerField(_("number of the version"), default=0)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "name"], name="research_inquirypart_name_once")]

    def __str__(self) -> str:
        return self.name


class PartVersion(models.Model):
    """What a part said before: kept when somebody else goes on writing, or after a pause."""

    part = models.ForeignKey(InquiryPart, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number of the version"))
    text = models.TextField(_("text"), blank=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    saved_at = models.DateTimeField(_("saved at"))
    kept_at = models.DateTimeField(_("kept at"), auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who chose another text over this one when two had written at once. Its writer is told.
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="research_partversion_number_once")]

    def __str__(self) -> str:
        return f"{self.part_id}.{self.number}"


class InquiryPerson(PersonName):
    """Somebody of a draft: who owns it, writes with, comments, or is only named as an author."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="inquiry_roles"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("To invite the person. Never published."))
    role = models.CharField(_("role"), max_length=120, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid], help_text=_("0000-0000-0000-0000")
    )
    access = models.CharField(
        pgettext_lazy("access to a draft", "may"), max_length=10, choices=Access.choices, default=Access.WRITE
    )
    is_author = models.BooleanField(_("named as an author"), default=True)
    contributions = models.JSONField(_("contributions"), default=list, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("person of an inquiry")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "user"], condition=Q(user__isnull=False), name="research_inquiryperson_user_once"
            ),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(access="owner"), name="research_inquiryperson_one_owner"
            ),
        ]

    @property
    def contribution_names(self) -> list[str]:
        """CRediT roles in words."""
        return contributions_in_words(self.contributions)

    @property
    def is_waiting(self) -> bool:
        """Invited to read or write, and not here yet."""
        return bool(self.email) and self.accepted_at is None and self.user_id is None and self.access != Access.NONE


class ShareLink(models.Model):
    """An address under which anybody may read a draft, until it is revoked or its time is over."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="share_links")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.inquiry_id} until {self.expires_at:%Y-%m-%d}"
