"""What an assignment that learners mark for each other has besides: an example, and what must be right about it."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.courses.choices import WorkKind

# More than anybody keeps in mind while reading a work.
MOST_CRITERIA: Final = 12


class ExampleMarkBlock(blocks.StructBlock):
    """What an editor gives the example for one criterion."""

    points = blocks.IntegerBlock(label=_("points"), min_value=0, max_value=100)
    why = blocks.TextBlock(label=_("why"), rows=2)

    class Meta:
        icon = "check"
        label = _("Marks of an editor")


class CalibrationBlock(blocks.StructBlock):
    """A work that every marker marks first, and what an editor gives it."""

    example = blocks.RichTextBlock(label=_("the example"), features=["bold", "italic", "ol", "ul"], required=False)
    marks = blocks.ListBlock(
        ExampleMarkBlock(),
        label=_("your marks"),
        default=[],
        help_text=_("One for each criterion, in the order of the criteria."),
    )

    class Meta:
        icon = "view"
        label = _("Example to mark first")


def wrong_for_peers(value: Any) -> dict[str, Any]:
    """What keeps peers from marking an assignment: a sentence by the name of the field."""
    criteria, marks = list(value["criteria"]), list(value["calibration"]["marks"])
    if value["kind"] == WorkKind.REPORT:
        return {"marked_by": _("Drafts of reports are read by editors. Choose a text or a file, or a facilitator.")}
    if not criteria:
        return {"criteria": _("Others of the course need a criterion at least, by which they mark.")}
    if len(criteria) > MOST_CRITERIA:
        sentence = _("Nobody marks a work by more than %(most)s criteria.") % {"most": MOST_CRITERIA}
        return {"criteria": sentence}
    if not (value["calibration"]["example"] or marks):
        return {}
    if not value["calibration"]["example"] or len(marks) != len(criteria):
        return {"calibration": _("An example needs its text, and your marks for each criterion, in their order.")}
    if any(mark["points"] > criterion["points"] for mark, criterion in zip(marks, criteria, strict=True)):
        return {"calibration": _("You gave the example more points than the criterion has.")}
    return {}
