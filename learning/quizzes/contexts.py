"""What the previews of questions and quizzes are given."""

import secrets
from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from learning.quizzes.models import Question, Quiz
from learning.quizzes.rendering import preview_of, quiz_preview_of


@context_of(Question)
def question(row: Question, request: HttpRequest) -> dict[str, Any]:
    """The question as a learner sees it, and what is right."""
    return preview_of(row)


@context_of(Quiz)
def quiz(row: Quiz, request: HttpRequest) -> dict[str, Any]:
    """The quiz as a learner would have it now, drawn anew at each look, and what is right."""
    return quiz_preview_of(row, seed=secrets.randbelow(2**31))
