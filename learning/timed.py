"""What learning does from time to time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from camtree.background.timer import timed
from learning.assignments.actions.peer_rounds import settle_peer_marking
from learning.cohorts.actions.cohorts import move_waiting_lists
from learning.packages.actions.uploads import ask_for_unpacking
from learning.quizzes.actions.attempts import finish_overdue


@timed("quizzes", _("Quizzes whose time is over"), timedelta(minutes=1))
def quizzes(now: datetime) -> str:
    return f"{finish_overdue(now=now)} attempts submitted."


@timed("waiting-lists", _("Waiting lists of groups"), timedelta(minutes=5))
def waiting_lists(now: datetime) -> str:
    expired, offered = move_waiting_lists(now=now)
    return f"{expired} offers ran out, {offered} places offered."


@timed("package-uploads", _("Packages that were uploaded"), timedelta(minutes=5))
def package_uploads(now: datetime) -> str:
    return f"{ask_for_unpacking(now=now)} asked for."


@timed("peer-marking", _("Works that learners mark for each other"), timedelta(hours=1))
def peer_marking(now: datetime) -> str:
    done = settle_peer_marking(now=now)
    return (
        f"{done.reminded} reminded, {done.ran_out} works taken back, {done.to_persons} works handed to persons, "
        f"{done.let_off} learners let off."
    )
