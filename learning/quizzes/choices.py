"""Closed lists of questions and quizzes."""

from django.db import models
from django.utils.translation import pgettext_lazy


class QuestionKind(models.TextChoices):
    """What a question asks for; the type of its block."""

    CHOICE = "choice", pgettext_lazy("kind of question", "Choice")
    TRUE_FALSE = "true_false", pgettext_lazy("kind of question", "True or false")
    MATCHING = "matching", pgettext_lazy("kind of question", "Matching")
    ORDERING = "ordering", pgettext_lazy("kind of question", "Ordering")
    NUMERIC = "numeric", pgettext_lazy("kind of question", "Number")
    SHORT = "short", pgettext_lazy("kind of question", "Short answer")
    CLOZE = "cloze", pgettext_lazy("kind of question", "Text with gaps")
    OPEN = "open", pgettext_lazy("kind of question", "Open answer")


class GapKind(models.TextChoices):
    """How a gap in a text is filled."""

    CHOICE = "choice", pgettext_lazy("kind of gap", "Choose from a list")
    SHORT = "short", pgettext_lazy("kind of gap", "Write a word")
    NUMERIC = "numeric", pgettext_lazy("kind of gap", "Write a number")


class QuizFeedback(models.TextChoices):
    """When learners see what was right."""

    AFTER_ATTEMPT = "attempt", pgettext_lazy("when answers are shown", "After each attempt")
    AFTER_CLOSING = "closing", pgettext_lazy("when answers are shown", "After the quiz has closed")
