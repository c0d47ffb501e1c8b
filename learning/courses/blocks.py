"""Blocks that only courses have: what a learner does in a lesson, and what earns the certificate.

A block that a learner can finish is a `StepBlock`; its id, the same in every language, is the key of the step.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from learning.courses.choices import MarkedBy, StepKind, StepRule, WorkKind
from learning.courses.peer_blocks import MOST_CRITERIA, CalibrationBlock, wrong_for_peers


class StepBlock(blocks.StructBlock):
    """Something to do. Subclasses say of which kind it is and when it counts as done."""

    step_kind: ClassVar[StepKind]

    def rule_of(self, value: Any) -> StepRule:
        """When this step counts as done."""
        raise NotImplementedError

    def title_of(self, value: Any) -> str:
        """What lists of steps call it; empty where the kind says enough."""
        return str(value.get("title") or "")

    def facts_of(self, value: Any) -> dict[str, Any]:
        """What the rule needs beside its name; JSON."""
        return {}


class ReflectionBlock(StepBlock):
    """A question the learner answers for themselves."""

    step_kind = StepKind.REFLECTION

    prompt = blocks.TextBlock(label=_("prompt"), rows=3)
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=60, default=5)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=False)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.WRITTEN

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A private question, with the time it deserves.")
        template = "blocks/reflection_block.html"
        preview_value = {"prompt": "Who spoke last in your last lesson, and what did you do about it?", "minutes": 5}


class DiscussionBlock(StepBlock):
    """A question to talk over with a colleague, or in the discussion of one's cohort."""

    step_kind = StepKind.DISCUSSION

    prompt = blocks.TextBlock(label=_("prompt"), rows=3)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=False)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.WRITTEN

    class Meta:
        icon = "comment"
        label = _("Discussion")
        description = _("A question to talk over with a colleague.")
        template = "blocks/discussion_block.html"
        preview_value = {"prompt": "Compare your two observation sheets: where do they differ, and why?"}


class ResourceBlock(blocks.StructBlock):
    """Something to use: a page of this site, a file, or an address elsewhere."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.TextBlock(label=_("what it is for"), rows=2, required=False)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)
    url = blocks.URLBlock(label=_("address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if sum(bool(cleaned[name]) for name in ("page", "document", "url")) > 1:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose one of page, document and address, not several.")]
            )
        return cleaned

    class Meta:
        icon = "download"
        label = _("Resource")
        description = _("Something to read or use: a page, a file or an address elsewhere.")
        template = "blocks/resource_block.html"
        preview_value = {
            "title": "Observation sheet",
            "text": "One page, for one lesson.",
            "url": "https://camtree.example/",
        }


class RecordingBlock(StepBlock):
    """A film or a sound recording that counts: done when enough of it was watched or heard."""

    step_kind = StepKind.RECORDING

    title = blocks.CharBlock(label=_("title"))
    video = VideoChooserBlock(label=_("video"), required=False)
    audio = AudioChooserBlock(label=_("recording"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("transcript"),
        features=["bold", "italic"],
        required=False,
        help_text=_("Reading it to its end counts as watching."),
    )
    percent = blocks.IntegerBlock(label=_("how much counts, in per cent"), min_value=10, max_value=100, default=80)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.WATCHED

    def facts_of(self, value: Any) -> dict[str, Any]:
        return {"percent": value["percent"]}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if bool(cleaned["video"]) == bool(cleaned["audio"]):
            raise blocks.StructBlockValidationError(non_block_errors=[_("Choose a video or a recording, one of them.")])
        return cleaned

    class Meta:
        icon = "media"
        label = _("Recording to watch or hear")
        description = _("A film or recording with its transcript; counts when enough of it was watched or heard.")
        template = "blocks/recording_block.html"
        preview_value = {"title": "A planning talk, four minutes", "percent": 80}


class QuizBlock(StepBlock):
    """A quiz to take in this lesson. The same quiz in two lessons is taken twice."""

    step_kind = StepKind.QUIZ

    quiz = SnippetChooserBlock("learning.Quiz", label=_("quiz"))
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)
    must_pass = blocks.BooleanBlock(
        label=_("has to be passed"),
        required=False,
        default=True,
        help_text=_("Otherwise it is done when answers are submitted."),
    )

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.PASSED if value["must_pass"] else StepRule.SUBMITTED

    def title_of(self, value: Any) -> str:
        return str(value["quiz"].title) if value["quiz"] else ""

    def facts_of(self, value: Any) -> dict[str, Any]:
        return {"quiz": str(value["quiz"].translation_key)} if value["quiz"] else {}

    class Meta:
        icon = "help"
        label = _("Quiz")
        description = _("Questions with a result that counts towards the certificate.")
        template = "blocks/quiz_block.html"
        preview_value = {"quiz": None, "is_required": True, "must_pass": True}


class CriterionBlock(blocks.StructBlock):
    """One thing that is looked at when a work is marked. Learners read it before they write."""

    name = blocks.CharBlock(label=_("what is looked at"), max_length=160)
    guidance = blocks.TextBlock(label=_("what makes it good"), rows=2, required=False)
    points = blocks.IntegerBlock(label=_("most points"), min_value=1, max_value=100, default=4)

    class Meta:
        icon = "list-ul"
        label = _("Criterion")


class AssignmentBlock(StepBlock):
    """Something to hand in: a text, a file, or a draft of a report, which is handed in with its own button."""

    step_kind = StepKind.ASSIGNMENT

    title = blocks.CharBlock(label=_("title"), max_length=160)
    brief = blocks.RichTextBlock(label=_("what is to be done"), features=["bold", "italic", "ol", "ul", "link"])
    kind = blocks.ChoiceBlock(
        label=_("what is handed in"), choices=WorkKind.choices, default=WorkKind.TEXT, search_index=False
    )
    template = blocks.CharBlock(
        label=_("report template"),
        required=False,
        help_text=_("Short name of the template a draft begins with, such as “research-report”."),
    )
    criteria = blocks.ListBlock(CriterionBlock(), label=_("criteria"), default=[])
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=2000, default=60)
    must_pass = blocks.BooleanBlock(label=_("has to be passed"), required=False, default=False)
    pass_percent = blocks.IntegerBlock(label=_("per cent to pass"), min_value=1, max_value=100, default=50)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)
    marked_by = blocks.ChoiceBlock(
        search_index=False,  # its labels are the editors’ words, not the text’s
        label=_("marked by"),
        choices=MarkedBy.choices,
        default=MarkedBy.FACILITATOR,
        help_text=_("Others of the course mark by your criteria, without names on either side."),
    )
    reviews = blocks.IntegerBlock(
        label=_("works that each marks"),
        min_value=1,
        max_value=5,
        default=2,
        help_text=_("And so many marks each work gets, where others of the course mark."),
    )
    calibration = CalibrationBlock(label=_("example that others of the course mark first"), required=False)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.PASSED if value["must_pass"] else StepRule.SUBMITTED

    def facts_of(self, value: Any) -> dict[str, Any]:
        facts = {"kind": value["kind"], "template": value["template"] or "", "percent": value["pass_percent"]}
        if value["marked_by"] != MarkedBy.PEERS:
            return facts
        # A list, because databases keep no order in a mapping: pages in other languages find criteria by their place.
        criteria = [[row.id, row.value["points"]] for row in value["criteria"].bound_blocks[:MOST_CRITERIA]]
        has_example = bool(value["calibration"]["example"] and value["calibration"]["marks"])
        peers = {"marked_by": MarkedBy.PEERS.value, "reviews": value["reviews"], "has_example": has_example}
        return {**facts, **peers, "criteria": criteria}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if cleaned["kind"] == WorkKind.REPORT and not cleaned["template"]:
            raise blocks.StructBlockValidationError(
                block_errors={"template": ValidationError(_("Say with which template the draft begins."))}
            )
        if cleaned["kind"] != WorkKind.REPORT and cleaned["must_pass"] and not cleaned["criteria"]:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "criteria": ValidationError(_("A work that has to be passed needs a criterion at least."))
                }
            )
        if cleaned["marked_by"] == MarkedBy.PEERS:
            wrong = wrong_for_peers(cleaned)
            if wrong:
                raise blocks.StructBlockValidationError(
                    block_errors={name: ValidationError(text) for name, text in wrong.items()}
                )
        return cleaned

    class Meta:
        icon = "upload"
        label = _("Assignment")
        description = _("Something to hand in and have marked: a text, a file, or a draft of a report.")
        template = "blocks/assignment_block.html"
        preview_value = {"title": "One page of notes", "brief": "<p>Bring your notes from one lesson.</p>"}


class LiveSessionBlock(StepBlock):
    """A session online that counts: done by who attends the session of their cohort."""

    step_kind = StepKind.LIVE

    title = blocks.CharBlock(label=_("title"))
    webinar = blocks.PageChooserBlock(
        "webinars.WebinarPage",
        label=_("webinar"),
        required=False,
        help_text=_("Where everybody meets at a public webinar. Cohorts may meet at times of their own."),
    )
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=5, max_value=600, default=60)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.ATTENDED

    class Meta:
        icon = "desktop"
        label = _("Live session")
        description = _("A session online; counts for those whose attendance is on the list of their cohort.")
        template = "blocks/live_session_block.html"
        preview_value = {"title": "Our first lesson together", "minutes": 60}


class HallSessionBlock(StepBlock):
    """A session in a room that counts: done by who attends it with their cohort."""

    step_kind = StepKind.HALL

    title = blocks.CharBlock(label=_("title"))
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=5, max_value=600, default=90)
    bring = blocks.TextBlock(label=_("what to bring"), rows=2, required=False)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.ATTENDED

    class Meta:
        icon = "group"
        label = _("Session in a room")
        description = _("A session in a room; counts for those whose attendance is on the list of their cohort.")
        template = "blocks/hall_session_block.html"
        preview_value = {"title": "Planning together", "minutes": 90, "bring": "The plan of your next lesson."}


class PackageBlock(StepBlock):
    """Material made elsewhere, SCORM or H5P, which opens on a page of its own."""

    step_kind = StepKind.PACKAGE

    package = SnippetChooserBlock(
        "learning.CoursePackage",
        label=_("package"),
        help_text=_(
            "A new version is a package of its own. Learners begin anew in it; what they have done stays done."
        ),
    )
    title = blocks.CharBlock(
        label=_("title"), max_length=160, required=False, help_text=_("Empty: the title of the package.")
    )
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=600, default=15)
    is_required = blocks.BooleanBlock(label=_("required"), required=False, default=True)
    must_pass = blocks.BooleanBlock(
        label=_("has to be passed"),
        required=False,
        default=False,
        help_text=_("Otherwise it is done when the material says that it was finished."),
    )
    pass_percent = blocks.IntegerBlock(label=_("per cent to pass"), min_value=1, max_value=100, default=70)

    def rule_of(self, value: Any) -> StepRule:
        return StepRule.PASSED if value["must_pass"] else StepRule.FINISHED

    def title_of(self, value: Any) -> str:
        return str(value["title"] or value["package"] or "")

    def facts_of(self, value: Any) -> dict[str, Any]:
        return {"percent": value["pass_percent"]}

    class Meta:
        icon = "media"
        label = _("Package")
        description = _("Material made elsewhere, SCORM or H5P, that says what learners did in it.")
        template = "blocks/package_block.html"
        preview_value = {"package": None, "title": "Listening to pairs", "minutes": 15, "pass_percent": 70}


class ShareConditionBlock(blocks.StructBlock):
    """So much of all steps."""

    percent = blocks.IntegerBlock(label=_("per cent of all steps"), min_value=1, max_value=100, default=80)

    class Meta:
        icon = "tasks"
        label = _("Share of all steps")


class QuizConditionBlock(blocks.StructBlock):
    """So much in the quizzes."""

    percent = blocks.IntegerBlock(label=_("per cent in all quizzes together"), min_value=1, max_value=100, default=70)

    class Meta:
        icon = "help"
        label = _("Result of the quizzes")


class SessionConditionBlock(blocks.StructBlock):
    """So many sessions attended."""

    number = blocks.IntegerBlock(label=_("sessions attended"), min_value=1, max_value=100, default=1)

    class Meta:
        icon = "group"
        label = _("Sessions attended")


def lesson_blocks() -> list[tuple[str, blocks.Block]]:
    """What only lessons have, in the order in which editors are offered it."""
    return [
        ("recording", RecordingBlock()),
        ("quiz", QuizBlock()),
        ("reflection", ReflectionBlock()),
        ("discussion", DiscussionBlock()),
        ("assignment", AssignmentBlock()),
        ("resource", ResourceBlock()),
        ("live", LiveSessionBlock()),
        ("hall", HallSessionBlock()),
        ("package", PackageBlock()),
    ]


def condition_blocks() -> list[tuple[str, blocks.Block]]:
    """What a certificate may ask for. `learning.studying.progress` looks whether it is met."""
    return [
        ("required_steps", blocks.StaticBlock(label=_("All required steps"), icon="check")),
        ("share", ShareConditionBlock()),
        ("quizzes", QuizConditionBlock()),
        ("sessions", SessionConditionBlock()),
    ]
