"""The case pupils of a lesson study, by pseudonym."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from research.inquiries.models.inquiries import Inquiry


class CasePupil(models.Model):
    """A pupil whose learning the group predicted and then watched, lesson by lesson. Never a real name."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="case_pupils")
    label = models.CharField(
        _("pseudonym"), max_length=40, help_text=_("For example “Pupil A”. Never a real name, nor one like it.")
    )
    starting_point = models.TextField(_("starting point"), max_length=2000)
    prediction = models.TextField(_("what you expected"), max_length=2000, blank=True)
    # What was seen by number of the research lesson: {"1": "…"}.
    seen = models.JSONField(_("what you saw"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("case pupil")
        verbose_name_plural = _("case pupils")
        ordering = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "label"], name="research_casepupil_label_once")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def lessons_seen(self) -> list[tuple[int, str]]:
        """Number of each research lesson, and what was seen in it."""
        return sorted((int(number), text) for number, text in self.seen.items() if number.isdecimal() and text)

    @property
    def observed(self) -> str:
        """What was seen, with a line for each lesson where there are several."""
        seen = self.lessons_seen
        if len(seen) == 1:
            return seen[0][1]
        lesson = _("Research lesson %(number)s: %(text)s")
        return "\n".join(lesson % {"number": number, "text": text} for number, text in seen)

    @property
    def for_the_record(self) -> dict[str, Any]:
        """What a submission keeps."""
        return {name: getattr(self, name) for name in ("label", "starting_point", "prediction", "seen")}
