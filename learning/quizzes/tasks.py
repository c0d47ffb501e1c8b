"""Background work of quizzes."""

from django.tasks import task

from camtree.background.queues import HEAVY
from learning.quizzes.actions.questions import go_on_with_import


@task(queue_name=HEAVY)
def bring_in_questions(pk: int) -> None:
    """Bring in a file of questions, or what is left of it."""
    go_on_with_import(pk=pk)
