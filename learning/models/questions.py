"""Questions: written once, asked in any quiz, in any language, each version for good."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin, TranslatableMixin

from camtree.core.fields import ContentField
from camtree.core.page_contexts import context_for
from learning.question_blocks import question_blocks
from learning.questions import Asked, question_in


class QuestionPool(models.Model):
    """A named bank of questions, from which quizzes draw."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = _("question pool")
        verbose_name_plural = _("question pools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def live(self) -> "QuestionQuerySet":
        """Those that may be asked."""
        return self.filter(live=True)

    def keys_in(self, pools: "list[int]") -> "dict[int, list[Any]]":
        """The questions that may be drawn from each pool, by translation key, always in the same order."""
        found: dict[int, list[Any]] = {pool: [] for pool in pools}
        rows = self.live().filter(pool__in=pools).order_by("translation_key").values_list("pool", "translation_key")
        for pool, key in rows.distinct():
            found[pool].append(key)
        return found


class Question(PreviewableMixin, TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One question in one language. Each publication is a version; attempts keep the one they were shown."""

    title = models.CharField(_("title"), max_length=255, help_text=_("For editors; learners do not see it."))
    pool = models.ForeignKey(
        QuestionPool,
        verbose_name=_("pool"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    body = ContentField(question_blocks(), verbose_name=_("question"), min_num=1, max_num=1)

    panels = [FieldPanel("title"), FieldPanel("pool"), FieldPanel("body")]
    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def asked(self) -> Asked | None:
        """The question as this row has it, published or not."""
        return question_in({"body": self.body.get_prep_value()})

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "learning/quizzes/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **context_for(self, request)}


class ShownVersion(models.Model):
    """A version of a question that some learner was shown: Wagtail never purges it, and the question stays."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("version of a question that was shown")
        verbose_name_plural = _("versions of questions that were shown")

    def __str__(self) -> str:
        return str(self.pk)
