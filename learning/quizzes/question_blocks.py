"""How editors write a question: one block for each kind.

What these blocks save is read by `learning.quizzes.questions`, by importers and by exporters: names and shapes stay.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.quizzes.choices import GapKind, QuestionKind
from learning.quizzes.questions import GAP, number_in_text

PROMPT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link"]


def _percent(**kwargs: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("per cent"),
        min_value=-100,
        max_value=100,
        default=0,
        help_text=_("What it earns: 100 for the whole, less than 0 takes away."),
        **kwargs,
    )


def _feedback() -> blocks.TextBlock:
    return blocks.TextBlock(label=_("feedback"), required=False, rows=2)


def _refuse(sentence: Any) -> None:
    raise blocks.StructBlockValidationError(non_block_errors=[sentence])


class OptionBlock(blocks.StructBlock):
    """An option to choose."""

    text = blocks.CharBlock(label=_("text"), max_length=500)
    percent = _percent()
    feedback = _feedback()

    class Meta:
        icon = "radio-empty"
        label = _("Option")


class AcceptedBlock(blocks.StructBlock):
    """A form of the answer that is accepted."""

    text = blocks.CharBlock(label=_("text"), max_length=200, help_text=_("* stands for anything or nothing."))
    percent = blocks.IntegerBlock(label=_("per cent"), min_value=-100, max_value=100, default=100)
    feedback = _feedback()

    class Meta:
        icon = "check"
        label = _("Accepted answer")


class AmountBlock(blocks.StructBlock):
    """A number that is accepted."""

    value = blocks.DecimalBlock(label=_("number"))
    tolerance = blocks.DecimalBlock(label=_("tolerance"), min_value=0, default=0, help_text=_("How far off is right?"))
    percent = blocks.IntegerBlock(label=_("per cent"), min_value=-100, max_value=100, default=100)
    feedback = _feedback()

    class Meta:
        icon = "check"
        label = _("Accepted number")


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(label=_("left side"), max_length=300)
    right = blocks.CharBlock(label=_("right side"), max_length=300)

    class Meta:
        icon = "link"
        label = _("Pair")


class GapAnswerBlock(blocks.StructBlock):
    """An option or accepted answer of a gap."""

    text = blocks.CharBlock(label=_("text or number"), max_length=200)
    percent = blocks.IntegerBlock(label=_("per cent"), min_value=-100, max_value=100, default=100)
    tolerance = blocks.DecimalBlock(label=_("tolerance"), min_value=0, default=0, help_text=_("Of a number."))
    feedback = _feedback()

    class Meta:
        icon = "check"
        label = _("Answer")


class GapBlock(blocks.StructBlock):
    """A gap in the text."""

    kind = blocks.ChoiceBlock(label=_("kind"), choices=GapKind.choices, default=GapKind.SHORT)
    answers = blocks.ListBlock(GapAnswerBlock(), label=_("answers"), min_num=1)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        answers = list(cleaned["answers"])
        if not any(answer["percent"] == 100 for answer in answers):
            _refuse(_("One answer of each gap has to earn 100 per cent."))
        if cleaned["kind"] == GapKind.CHOICE and len(answers) < 2:
            _refuse(_("A gap to choose for needs at least two answers."))
        if cleaned["kind"] == GapKind.NUMERIC and any(number_in_text(answer["text"]) is None for answer in answers):
            _refuse(_("The answers of a gap for a number have to be numbers."))
        return cleaned

    class Meta:
        icon = "edit"
        label = _("Gap")


class QuestionBlock(blocks.StructBlock):
    """What questions of every kind have. Subclasses call themselves by their kind."""

    prompt = blocks.RichTextBlock(label=_("question"), features=PROMPT_FEATURES)
    general_feedback = blocks.TextBlock(
        label=_("feedback for everybody"), required=False, rows=2, help_text=_("Shown whatever the answer was.")
    )


class ChoiceBlock(QuestionBlock):
    """One right option, or several."""

    multiple = blocks.BooleanBlock(label=_("several options may be chosen"), required=False, default=False)
    shuffle = blocks.BooleanBlock(label=_("shuffle the options"), required=False, default=True)
    options = blocks.ListBlock(
        OptionBlock(),
        label=_("options"),
        help_text=_("Where several may be chosen, let wrong ones take away, or whoever ticks all has all right."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        percents = [option["percent"] for option in cleaned["options"]]
        if len(percents) < 2:
            _refuse(_("Give at least two options."))
        if not any(percent > 0 for percent in percents):
            _refuse(_("No option is right: give one more than 0 per cent."))
        whole = sum(percent for percent in percents if percent > 0)
        # 33, 33 and 33 are meant as thirds.
        if cleaned["multiple"] and not 98 <= whole <= 102:
            _refuse(_("The right options together have to earn 100 per cent."))
        if not cleaned["multiple"] and max(percents) != 100:
            _refuse(_("Where only one option may be chosen, one has to earn 100 per cent."))
        return cleaned

    class Meta:
        icon = "list-ul"
        label = QuestionKind.CHOICE.label
        description = _("Options, of which one or several are right.")
        preview_value = {
            "prompt": "<p>What does wait time change?</p>",
            "options": [{"text": "Who answers", "percent": 100}, {"text": "Nothing", "percent": 0}],
        }


class TrueFalseBlock(QuestionBlock):
    """A statement that is so or not."""

    answer = blocks.BooleanBlock(label=_("the statement is true"), required=False, default=True)
    feedback_true = blocks.TextBlock(label=_("feedback for “true”"), required=False, rows=2)
    feedback_false = blocks.TextBlock(label=_("feedback for “false”"), required=False, rows=2)

    class Meta:
        icon = "check"
        label = QuestionKind.TRUE_FALSE.label
        description = _("A statement that is true or false.")
        preview_value = {"prompt": "<p>Three seconds of silence are long in a lesson.</p>", "answer": True}


class MatchingBlock(QuestionBlock):
    """Things that belong together."""

    pairs = blocks.ListBlock(PairBlock(), label=_("pairs"))
    extra = blocks.ListBlock(
        blocks.CharBlock(label=_("text"), max_length=300),
        label=_("right sides that belong to none"),
        required=False,
        default=[],
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if len(cleaned["pairs"]) < 2:
            _refuse(_("Give at least two pairs."))
        rights = {pair["right"].strip() for pair in cleaned["pairs"]}
        if any(text.strip() in rights for text in cleaned["extra"]):
            _refuse(_("A right side that belongs to none stands in a pair too."))
        return cleaned

    class Meta:
        icon = "link"
        label = QuestionKind.MATCHING.label
        description = _("Pairs to find again.")
        preview_value = {
            "prompt": "<p>Who does what in a lesson study?</p>",
            "pairs": [{"left": "Teacher", "right": "Teaches"}, {"left": "Observer", "right": "Watches case pupils"}],
        }


class OrderingBlock(QuestionBlock):
    """Things that have an order."""

    items = blocks.ListBlock(blocks.CharBlock(label=_("text"), max_length=300), label=_("items in the right order"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if len(cleaned["items"]) < 2:
            _refuse(_("Give at least two items."))
        return cleaned

    class Meta:
        icon = "order"
        label = QuestionKind.ORDERING.label
        description = _("Items to put into order; they are shuffled for each learner.")
        preview_value = {"prompt": "<p>Put the cycle into order.</p>", "items": ["Plan", "Teach", "Discuss"]}


class NumericBlock(QuestionBlock):
    """A number, with what may be missing or too much."""

    unit = blocks.CharBlock(label=_("unit"), required=False, max_length=20)
    answers = blocks.ListBlock(AmountBlock(), label=_("accepted numbers"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if not any(answer["percent"] == 100 for answer in cleaned["answers"]):
            _refuse(_("One accepted number has to earn 100 per cent."))
        return cleaned

    class Meta:
        icon = "decimal"
        label = QuestionKind.NUMERIC.label
        description = _("A number, right within a tolerance.")
        preview_value = {"prompt": "<p>How many seconds?</p>", "unit": "s", "answers": [{"value": 3, "tolerance": 1}]}


class ShortBlock(QuestionBlock):
    """A word or a few."""

    matters_case = blocks.BooleanBlock(label=_("capital letters matter"), required=False, default=False)
    answers = blocks.ListBlock(AcceptedBlock(), label=_("accepted answers"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if not any(answer["percent"] == 100 for answer in cleaned["answers"]):
            _refuse(_("One accepted answer has to earn 100 per cent."))
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = QuestionKind.SHORT.label
        description = _("A word or a few, compared with the forms that are accepted.")
        preview_value = {"prompt": "<p>What do we call the silence?</p>", "answers": [{"text": "wait time"}]}


class ClozeBlock(QuestionBlock):
    """A text with gaps."""

    prompt = blocks.RichTextBlock(label=_("question"), features=PROMPT_FEATURES, required=False)
    text = blocks.TextBlock(label=_("text with gaps"), rows=5, help_text=_("Write the gaps as [[1]], [[2]] and so on."))
    gaps = blocks.ListBlock(GapBlock(), label=_("gaps"), min_num=1)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        written = [int(number) for number in GAP.findall(cleaned["text"])]
        if len(written) != len(set(written)):
            _refuse(_("A gap stands in the text twice."))
        if missing := sorted(set(range(1, len(cleaned["gaps"]) + 1)) - set(written)):
            _refuse(_("The text has no [[%(number)s]] for one of the gaps below.") % {"number": missing[0]})
        if extra := sorted(set(written) - set(range(1, len(cleaned["gaps"]) + 1))):
            _refuse(_("The text has [[%(number)s]], but there is no such gap below.") % {"number": extra[0]})
        return cleaned

    class Meta:
        icon = "form"
        label = QuestionKind.CLOZE.label
        description = _("A text with gaps to fill.")
        preview_value = {
            "text": "Wait [[1]] seconds.",
            "gaps": [{"kind": "numeric", "answers": [{"text": "3", "percent": 100, "tolerance": 1}]}],
        }


class OpenBlock(QuestionBlock):
    """A free answer that a person marks."""

    guidance = blocks.TextBlock(
        label=_("for those who mark"),
        required=False,
        rows=4,
        help_text=_("What a good answer has. Learners do not see it."),
    )
    points = blocks.IntegerBlock(label=_("marked out of"), min_value=1, max_value=100, default=10)

    class Meta:
        icon = "edit"
        label = QuestionKind.OPEN.label
        description = _("A free answer, marked by a person.")
        preview_value = {"prompt": "<p>What will you try in your next lesson?</p>", "points": 10}


def question_blocks() -> list[tuple[str, blocks.Block]]:
    """Every kind of question, by the name under which it is saved."""
    return [
        (QuestionKind.CHOICE.value, ChoiceBlock()),
        (QuestionKind.TRUE_FALSE.value, TrueFalseBlock()),
        (QuestionKind.MATCHING.value, MatchingBlock()),
        (QuestionKind.ORDERING.value, OrderingBlock()),
        (QuestionKind.NUMERIC.value, NumericBlock()),
        (QuestionKind.SHORT.value, ShortBlock()),
        (QuestionKind.CLOZE.value, ClozeBlock()),
        (QuestionKind.OPEN.value, OpenBlock()),
    ]
