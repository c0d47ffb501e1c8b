"""What is kept about a public report: versions, papers, DOIs, withdrawals, records of trying again."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from camtree.vocabularies.models import CANONICAL_TERMS, Phase
from research.inquiries.models import Inquiry
from research.library.choices import Precision
from research.library.dates import PartialDate
from research.library.models import ReportPage
from research.publishing.choices import (
    DepositState,
    ReplicationResult,
    ReplicationState,
    WithdrawalKind,
    WithdrawalState,
)


class ReportVersion(models.Model):
    """One version of a report in one language.

    Its words are kept here and not as a pointer at a revision: revisions are cleared away in time. While a version is
    the present one, its words follow what editors correct on the page; after that they stay.
    """

    page = models.ForeignKey(ReportPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    identifier = models.CharField(_("identifier"), max_length=24, blank=True)
    published_on = models.DateField(_("published on"), null=True)
    what_changed = models.TextField(_("what changed"), blank=True)
    content = models.JSONField(_("what it said"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="research_reportversion_once")]

    def __str__(self) -> str:
        return f"{self.identifier or self.page_id}, {self.number}"

    @property
    def issued(self) -> PartialDate | None:
        """When this version was published. Only the day of the first, which may come from elsewhere, may be known in
        part."""
        precision = self.page.published_precision if self.number == 1 else Precision.DAY
        return PartialDate.of(self.published_on, precision)

    @cached_property
    def report(self) -> ReportPage:
        """The page as it read in this version. Never to be saved."""
        report: Any = self.page.with_content_json(self.content)
        return report


# Where the files of PDFs lie in their storage.
FOLDER = "reports"


def paper_path(paper: "ReportPdf", filename: str) -> str:
    """A folder for each content, so that a file that is kept for a year anywhere never goes stale."""
    return f"{FOLDER}/{paper.digest[:16]}/{filename}"


class ReportPdf(models.Model):
    """The PDF of a report in one language, as the page is now. Made again whenever what stands in it changes."""

    page = models.OneToOneField(ReportPage, on_delete=models.CASCADE, related_name="paper")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    file = models.FileField(_("file"), upload_to=paper_path, max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of all that stands in it."))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("PDF of a report")
        verbose_name_plural = _("PDFs of reports")

    def __str__(self) -> str:
        return str(self.file.name)


class DoiDepositQuerySet(models.QuerySet["DoiDeposit"]):
    """Questions about deposits."""

    def open(self) -> "DoiDepositQuerySet":
        """Those that DataCite has not taken yet, the oldest first."""
        return self.exclude(state=DepositState.DONE).order_by("changed_at")


class DoiDeposit(models.Model):
    """The DOI of a work, one for all its versions and languages, and the last thing DataCite said of it."""

    work = models.UUIDField(_("work"), unique=True)
    identifier = models.CharField(_("identifier"), max_length=24)
    doi = models.CharField(_("DOI"), max_length=120, unique=True)
    address = models.URLField(_("address it leads to"), max_length=500)
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    is_removed = models.BooleanField(_("only its number is kept"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=DepositState.choices, default=DepositState.WAITING)
    # Raised by everything that is to be told; a deposit is done when what was sent carried the present number.
    wanted = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(_("tries since the last success"), default=0)
    last_answer = models.TextField(_("last answer"), blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)

    objects: ClassVar[DoiDepositQuerySet] = DoiDepositQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("DOI")
        verbose_name_plural = _("DOIs")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.doi

    @property
    def link(self) -> str:
        """How a DOI is written, so that people can follow it."""
        return f"https://doi.org/{self.doi}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Questions about withdrawals. A work is all languages and versions of a report: its translation key."""

    def waiting(self) -> "WithdrawalQuerySet":
        """Asked for, not decided."""
        return self.filter(state=WithdrawalState.ASKED)

    def notices(self) -> "WithdrawalQuerySet":
        """Withdrawals that readers are told of, beside the text that stays."""
        return self.filter(kind=WithdrawalKind.WITHDRAW, state=WithdrawalState.DONE)


class Withdrawal(models.Model):
    """One action of editors, or one wish for it: to mark a report as withdrawn, or to take its text away."""

    work = models.UUIDField(_("work"), db_index=True)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="withdrawals", verbose_name=_("draft")
    )
    identifier = models.CharField(_("identifier"), max_length=24, blank=True)
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Kept only where readers may still know it.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=WithdrawalKind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=WithdrawalState.choices, default=WithdrawalState.ASKED, db_index=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    wish = models.TextField(_("why it is asked for"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    public_reason = models.TextField(_("reason that readers see"), blank=True)
    answer = models.TextField(_("what the authors are told"), blank=True)
    private_note = models.TextField(_("note for editors"), blank=True)

    history = HistoricalRecords()
    objects: ClassVar[WithdrawalQuerySet] = WithdrawalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-asked_at", "-decided_at", "-pk"]
        permissions = [
            ("withdraw_report", "Can mark a report as withdrawn"),
            ("remove_report", "Can remove the text of a report"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["work"], condition=Q(state="asked"), name="research_withdrawal_one_wish"),
            models.UniqueConstraint(fields=["work"], condition=Q(state="done"), name="research_withdrawal_one_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier or self.work}: {self.get_kind_display()}"

    @property
    def name(self) -> str:
        """What to call the report where nothing more may be told."""
        return self.title or self.identifier or str(_("a report"))


class RemovedAddress(models.Model):
    """An address under which a report stood that was removed. It answers for ever that it is gone."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=500, unique=True)

    class Meta:
        verbose_name = _("address of a removed report")
        verbose_name_plural = _("addresses of removed reports")

    def __str__(self) -> str:
        return self.path


class ReplicationQuerySet(models.QuerySet["Replication"]):
    """Questions about records of trying again."""

    def of_work(self, report: ReportPage) -> "ReplicationQuerySet":
        """Those of a report, in whichever of its languages they were written."""
        return self.filter(work=report.translation_key)

    def published(self) -> "ReplicationQuerySet":
        """What readers see, the latest first."""
        return self.filter(state=ReplicationState.PUBLISHED).order_by("-decided_at", "-pk")


class Replication(models.Model):
    """A member's short record: I tried this too."""

    work = models.UUIDField(_("work"), db_index=True)
    report = models.ForeignKey(
        ReportPage, verbose_name=_("report"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="replications")
    name = models.CharField(
        _("name that readers see"), max_length=160, blank=True, help_text=_("Leave it empty to stay unnamed.")
    )
    country = CountryField(verbose_name=_("country"))
    phase = models.ForeignKey(
        Phase,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to=CANONICAL_TERMS,
    )
    setting = models.TextField(
        _("your class"), max_length=400, help_text=_("Who, how many, which subject. No names of pupils or schools.")
    )
    changed = models.TextField(_("what you did differently"), max_length=800, blank=True)
    result = models.CharField(_("how it went"), max_length=8, choices=ReplicationResult.choices)
    seen = models.TextField(_("what you saw"), max_length=1500)
    state = models.CharField(
        _("state"), max_length=10, choices=ReplicationState.choices, default=ReplicationState.PENDING, db_index=True
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    answer = models.TextField(_("what the editors answered"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()
    objects: ClassVar[ReplicationQuerySet] = ReplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("record of trying again")
        verbose_name_plural = _("records of trying again")
        ordering = ["-written_at"]
        permissions = [("moderate_replication", "Can publish or decline records of trying again")]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "member"], condition=Q(state="pending"), name="research_replication_one_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.country}"
