"""People: the account, and what they agreed to."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.core.words.time_zones import validate_time_zone


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the name."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account. Addresses are kept in lower case, so that one person cannot hold two by accident."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody with an account. People sign in with their e-mail address, which is never shown to others."""

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("This address has an account already.")}
    )
    display_name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("As others should see it, in any script.")
    )
    family_name = models.CharField(
        _("family name"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("For what you write: reference lists sort by it."),
    )
    given_name = models.CharField(_("given names"), max_length=120, blank=True, default="", db_default="")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    preferred_language = models.CharField(
        _("preferred language"), max_length=12, choices=settings.LANGUAGES, default="en"
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch off instead of deleting, so that what the person did keeps its author."),
    )
    date_joined = models.DateTimeField(_("joined on"), default=timezone.now, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="members_user_email_once")]

    def __str__(self) -> str:
        return self.display_name or _("Member %(number)s") % {"number": self.pk}

    def get_full_name(self) -> str:
        """The name others see."""
        return str(self)

    def get_short_name(self) -> str:
        """First word of the name."""
        return str(self).split(" ", 1)[0]


class ConsentText(models.Model):
    """What people were asked to agree to, word for word, in one version and language. Never changed once used."""

    class Purpose(models.TextChoices):
        """What the consent is for."""

        INTEREST = "interest", _("Registering interest")
        ENQUIRY = "enquiry", _("Writing to a lead")
        WEBINAR = "webinar", _("Registering for a webinar")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="members_consent_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version} ({self.language})"


class KeptWords(models.Model):
    """What a member has typed into a form and not handed in yet, so that it is there again on any of their devices."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_words")
    # Where it was typed: the address to which the form goes, and the first long field in it.
    form = models.CharField(_("form"), max_length=300)
    # {name: [values as the form was opened, values now]}, both lists of text. Empty once it was handed in.
    words = models.JSONField(_("words"), default=dict)
    # Grows with each change: a tab that knew an older one is told.
    number = models.PositiveIntegerField(_("version"), default=0)
    # The page that handed it in. What it still had on the way is not kept once more.
    closed_page = models.CharField(max_length=40, blank=True, default="")
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("words not handed in")
        verbose_name_plural = _("words not handed in")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["member", "form"], name="members_kept_words_once")]
        indexes = [models.Index(fields=["saved_at"], name="members_kept_by_day")]

    def __str__(self) -> str:
        return self.form

    def get_words_display(self) -> str:
        """What was typed, for its owner to read."""
        return "\n".join(f"{name}: {', '.join(now)}" for name, (_was, now) in self.words.items())
