"""What a check says."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.models import Page


class Severity(models.TextChoices):
    """An error keeps a learner from going on, and refuses publishing; a warning does neither."""

    ERROR = "error", pgettext_lazy("what a check says", "Error")
    WARNING = "warning", pgettext_lazy("what a check says", "Warning")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a sentence, the page or quiz it is about, and the field in which it is mended."""

    severity: Severity
    sentence: str
    about: Any
    field: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR

    @property
    def address(self) -> str:
        """Where it is mended; empty for what was never saved."""
        if self.about.pk is None:
            return ""
        if isinstance(self.about, Page):
            place = f"#panel-child-content-{self.field}-section" if self.field else ""
            return reverse("wagtailadmin_pages:edit", args=[self.about.pk]) + place
        return reverse(type(self.about).snippet_viewset.get_url_name("edit"), args=[self.about.pk])
