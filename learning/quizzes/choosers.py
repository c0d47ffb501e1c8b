"""Choosing a question, a quiz or a pool in the admin: found by words, and questions by pool, kind and language too."""

import json
import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from learning.quizzes.choices import QuestionKind
from learning.quizzes.models import Question, QuestionPool

# By which the dialog asks anew as soon as something else is chosen.
_AT_ONCE = {"data-chooser-modal-search-filter": True}


class WordsForm(BaseFilterForm):
    """Every word has to stand in what is looked for."""

    # The fields in which words are looked for.
    in_fields: tuple[str, ...] = ("title",)
    q = forms.CharField(label=_("Search term"), required=False, max_length=200)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q", "").strip()
        for word in re.findall(r"\w+", self.search_query):
            self.is_searching = True
            objects = objects.filter(self.has(word))
        return objects

    def has(self, word: str) -> Q:
        """The condition that a row holds a word."""
        found = Q()
        for name in self.in_fields:
            found |= Q(**{f"{name}__icontains": word})
        return found


class PoolForm(WordsForm):
    """Pools by their names."""

    in_fields = ("name",)


class QuizForm(LocaleFilterMixin, WordsForm):
    """Quizzes by their titles and languages."""


class QuestionForm(LocaleFilterMixin, WordsForm):
    """Questions by what editors call them, by what they ask, and by pool, kind and language."""

    in_fields = ("title", "pool__name", "words")
    pool = forms.ModelChoiceField(
        QuestionPool.objects.all(),
        label=_("Pool"),
        required=False,
        empty_label=_("All pools"),
        widget=forms.Select(attrs=_AT_ONCE),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *QuestionKind.choices],
        widget=forms.Select(attrs=_AT_ONCE),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        # The question as it is kept: JSON, in which SQLite writes letters beyond ASCII by their numbers.
        objects = super().filter(objects.annotate(words=Cast("body", TextField())))
        if pool := self.cleaned_data.get("pool"):
            objects = objects.filter(pool=pool)
        if kind := self.cleaned_data.get("kind"):
            objects = objects.filter(words__contains=f'"type": "{kind}"')
        return objects

    def has(self, word: str) -> Q:
        return super().has(word) | Q(words__icontains=json.dumps(word)[1:-1])


class _Choosing:
    """Rows that are live or not; Wagtail's own column would ask of each whether it is scheduled."""

    def get_object_list(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return found.select_related("locale", "latest_revision")

    @cached_property
    def columns(self) -> list[Column]:
        live = BooleanColumn("live", label=Question._meta.get_field("live").verbose_name)
        return [*(column for column in super().columns if column.name != "status_string"), live]  # type: ignore[misc]


class _ChoosingQuestions(_Choosing):
    filter_form_class = QuestionForm

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().select_related("pool")

    @cached_property
    def columns(self) -> list[Column]:
        own = [
            Column("pool", label=_("Pool"), accessor="pool"),
            Column("kind", label=_("Kind"), accessor="kind_in_words"),
            Column("locale", label=_("Language"), accessor="locale"),
        ]
        first, *others = super().columns
        return [first, *own, *(column for column in others if column.name != "locale")]


class ChooseQuestion(_ChoosingQuestions, ChooseView):
    """The dialog."""


class QuestionResults(_ChoosingQuestions, ChooseResultsView):
    """What was found."""


class QuestionChooserViewSet(SnippetChooserViewSet):
    """Choosing a question for a quiz."""

    choose_view_class = ChooseQuestion
    choose_results_view_class = QuestionResults


class _ChoosingQuizzes(_Choosing):
    filter_form_class = QuizForm


class ChooseQuiz(_ChoosingQuizzes, ChooseView):
    """The dialog."""


class QuizResults(_ChoosingQuizzes, ChooseResultsView):
    """What was found."""


class QuizChooserViewSet(SnippetChooserViewSet):
    """Choosing a quiz for a lesson."""

    choose_view_class = ChooseQuiz
    choose_results_view_class = QuizResults


class _ChoosingPools:
    filter_form_class = PoolForm


class ChoosePool(_ChoosingPools, ChooseView):
    """The dialog."""


class PoolResults(_ChoosingPools, ChooseResultsView):
    """What was found."""


class PoolChooserViewSet(SnippetChooserViewSet):
    """Choosing a pool from which a quiz draws."""

    choose_view_class = ChoosePool
    choose_results_view_class = PoolResults
