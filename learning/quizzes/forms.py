"""What learners answer, what those who mark give, and more time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, assert_never

from django import forms
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from camtree.core.seen import SeenMixin
from camtree.core.words.numbers import number_in
from learning.quizzes.choices import GapKind
from learning.quizzes.questions import Choice, Cloze, Matching, Numeric, Open, Ordering, Short, TrueFalse
from learning.quizzes.rendering import LONGEST, LONGEST_OPEN, AskedItem, digest


@dataclass
class SentAnswers:
    """The answers that were changed on a page, by position, and the questions whose answer is too long to keep."""

    answers: dict[int, Any] = field(default_factory=dict)
    too_long: list[int] = field(default_factory=list)


def answers_in(data: QueryDict, items: Iterable[AskedItem]) -> SentAnswers:
    """What somebody changed on a page: what was not on it, and what still is as the page was opened, is left out.

    So a page that stood open on one device never takes back what was answered on another.
    """
    sent = SentAnswers()
    for item in items:
        seen = data.get(f"{item.name}-seen")
        if seen is None:
            continue
        answer = answer_in(data, item)
        if digest(answer) == seen:
            continue
        if _length(answer) > (LONGEST_OPEN if isinstance(item.question, Open) else LONGEST):
            sent.too_long.append(item.position)
        else:
            sent.answers[item.position] = answer
    return sent


def answer_in(data: QueryDict, item: AskedItem) -> Any:
    """The answer to one question as `scoring` knows it; None for none. What makes no sense is no answer."""
    match item.question:
        case Choice():
            options = item.order.get("options", [])
            chosen = {key for text in data.getlist(item.name) if (key := _at(options, text))}
            return [key for key in options if key in chosen] or None
        case TrueFalse():
            return {"true": True, "false": False}.get(data.get(item.name, ""))
        case Matching():
            rights = item.order.get("right", [])
            return _filled((left, _at(rights, data.get(f"{item.name}-{n}", ""))) for n, left in _numbered(item, "left"))
        case Ordering():
            return _filled((key, _place(data.get(f"{item.name}-{n}", ""), item)) for n, key in _numbered(item, "items"))
        case Cloze():
            return _filled(
                (gap.id, _at(item.order.get(gap.id, []), text) if gap.kind == GapKind.CHOICE else _clean(text))
                for n, gap in enumerate(item.question.gaps, start=1)
                for text in [data.get(f"{item.name}-{n}", "")]
            )
        case Numeric() | Short() | Open():
            return _clean(data.get(item.name, "")) or None
        case _:
            assert_never(item.question)


def _numbered(item: AskedItem, name: str) -> "enumerate[str]":
    return enumerate(item.order.get(name, []))


def _at(ids: list[str], text: str) -> str:
    """The id at the place that a field names; empty for none."""
    place = number_in(text)
    return ids[place] if place is not None and place < len(ids) else ""


def _place(text: str, item: AskedItem) -> int:
    place = number_in(text)
    return place if place is not None and place <= len(item.order.get("items", [])) else 0


def _filled(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    return {key: value for key, value in pairs if value} or None


def _clean(text: str) -> str:
    """Typed text without spaces around it, with one kind of line end, and without what no database keeps."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _length(answer: Any) -> int:
    if isinstance(answer, dict):
        return max((_length(value) for value in answer.values()), default=0)
    return len(answer) if isinstance(answer, str) else 0


class MarkForm(SeenMixin, forms.Form):
    """Points and words for an open answer."""

    points = forms.DecimalField(label=_("Points"), min_value=0, max_digits=6, decimal_places=2)
    feedback = forms.CharField(
        label=_("What you say to the learner"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points: Any = self.fields["points"]
        points.max_value = most
        points.validators.append(MaxValueValidator(most))
        points.widget.attrs |= {"max": most, "step": "0.25"}
        self.most = most

    @property
    def score(self) -> Decimal:
        """The points as a share, 0 to 1."""
        return Decimal(self.cleaned_data["points"]) / self.most


class MoreTimeForm(SeenMixin, forms.Form):
    """How much more time somebody has in quizzes, and why."""

    extra_percent = forms.IntegerField(
        label=_("More time, in per cent"),
        min_value=0,
        max_value=900,
        help_text=_("Of the time limit of each quiz. 25 makes 40 minutes 50; 0 takes it back."),
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Only those who run the group and this learner read it. Name no illness that need not be named."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
