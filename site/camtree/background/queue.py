"""The queue of tasks in the database: what failed is tried again, what was left lying is taken up, what is done goes.

django-tasks-db keeps tasks and runs them. It tries nothing twice, and a worker that is killed leaves its task running
for ever; both is done here.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q
from django.tasks.base import Task, TaskResultStatus
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from camtree.background.each import forget_old_rows
from camtree.background.timer import timed
from camtree.core.tasks import send_mail

logger = logging.getLogger(__name__)

# How long a task waits after it failed for the first, second, … time. Together a day; then a person looks at it.
PAUSES: Final = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240, 480, 480))
# A task that runs longer than this has lost its worker.
LEASE: Final = timedelta(minutes=30)
# How often a worker may be lost with one task until it is not given to another: perhaps the task is what kills them.
MOST_LOST: Final = 3
# Mails hold links that open accounts and reviews, for three days at most: they are kept no longer, sent or not.
MAILS_KEPT: Final = timedelta(days=3)
DONE_KEPT: Final = timedelta(days=2)
FAILED_KEPT: Final = timedelta(days=30)
# Error of a task whose worker was lost, as the queue keeps it.
LOST: Final = "camtree.background.queue.WorkerLostError"
# What stands among the workers of a task for each that was lost.
LOST_MARK: Final = "lost"
MAIL: Final = send_mail.module_path


class WorkerLostError(Exception):
    """The worker of a task is gone, and the task with it."""


@transaction.atomic
def retry_failed(*, now: datetime) -> int:
    """Give failed tasks whose pause is over another try. Number of tasks."""
    # One that kills its workers waits for a person.
    failed = DBTaskResult.objects.select_for_update(skip_locked=True).failed().exclude(exception_class_path=LOST)
    again = 0
    for task in failed.filter(finished_at__gte=now - PAUSES[-1] * 3).only("worker_ids", "finished_at", "status"):
        tries = len([worker for worker in task.worker_ids if worker != LOST_MARK])
        if tries <= len(PAUSES) and task.finished_at + PAUSES[max(tries, 1) - 1] <= now:
            _make_ready(task, now)
            again += 1
    return again


def _make_ready(task: DBTaskResult, now: datetime) -> None:
    DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY, run_after=now, finished_at=None)


@transaction.atomic
def take_up_abandoned(*, now: datetime) -> int:
    """Give tasks whose worker was lost to another, or to people where it happened too often. Number of tasks."""
    lost = DBTaskResult.objects.select_for_update(skip_locked=True).running().filter(started_at__lt=now - LEASE)
    rows = list(lost.only("worker_ids", "status"))
    for task in rows:
        ids = [*task.worker_ids, LOST_MARK]
        if ids.count(LOST_MARK) < MOST_LOST:
            _make_ready(task, now)
            DBTaskResult.objects.filter(pk=task.pk).update(worker_ids=ids)
        else:
            DBTaskResult.objects.filter(pk=task.pk).update(
                worker_ids=ids,
                status=TaskResultStatus.FAILED,
                finished_at=now,
                exception_class_path=LOST,
                traceback=f"Lost with {MOST_LOST} workers.",
            )
    return len(rows)


def prune(*, now: datetime) -> int:
    """Delete tasks that are done, and mails whose links are over. Number of tasks."""
    old = (
        Q(status=TaskResultStatus.SUCCESSFUL, task_path=MAIL)
        | Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_KEPT)
        | Q(task_path=MAIL, enqueued_at__lt=now - MAILS_KEPT)
        | Q(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_KEPT)
    )
    return DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING).filter(old).delete()[0]


def forget_mails_to(*, addresses: set[str]) -> int:
    """Delete mails to somebody who is erased. Number of mails."""
    mails = DBTaskResult.objects.filter(task_path=MAIL, args_kwargs__kwargs__to__in=sorted(addresses))
    return mails.delete()[0]


def try_again(*, task: DBTaskResult) -> None:
    """Give a failed task another try now, with all its pauses before it again."""
    DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), finished_at=None, worker_ids=[]
    )


@transaction.atomic
def enqueue_once(task: Task[Any, Any], **words: Any) -> bool:
    """Have a task done soon, for a timer that asks again and again. Whether it was necessary.

    One that waits or runs already is enough, one that failed is tried again, one that killed its workers waits for a
    person.
    """
    same = DBTaskResult.objects.filter(task_path=task.module_path, args_kwargs__kwargs=words)
    is_there = Q(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]) | Q(exception_class_path=LOST)
    if same.filter(is_there).exists():
        return False
    if (failed := same.failed().first()) is not None:
        try_again(task=failed)
    else:
        task.enqueue(**words)
    return True


def run_waiting(*, most: int = 200) -> int:
    """Run the tasks that are due, in this process. Number of tasks. For a server without a worker."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=most,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    for number in range(most):
        task = _claim_next(worker.worker_id)
        if task is None:
            return number
        worker.run_task(task)
    return most


@transaction.atomic
def _claim_next(worker_id: str) -> DBTaskResult | None:
    task = DBTaskResult.objects.ready().get_locked()
    if task is not None:
        task.claim(worker_id)
    return task


@dataclass(frozen=True)
class QueueState:
    """How the queue does: numbers of tasks, and seconds for which the oldest that is due has waited."""

    waiting: int
    oldest: int
    running: int
    failed: int


def queue_state(now: datetime) -> QueueState:
    """How the queue does now."""
    due = DBTaskResult.objects.ready().order_by()
    since = due.aggregate(enqueued=Min("enqueued_at"))["enqueued"]
    return QueueState(
        waiting=due.count(),
        oldest=max(0, int((now - since).total_seconds())) if since else 0,
        running=DBTaskResult.objects.running().count(),
        failed=DBTaskResult.objects.failed().count(),
    )


@timed("queue", _("Background tasks"), timedelta(minutes=1))
def keep_moving(now: datetime) -> str:
    """Everything that keeps the queue moving."""
    taken, again = take_up_abandoned(now=now), retry_failed(now=now)
    run = 0 if settings.TASK_WORKER else run_waiting()
    return f"{again} tried again, {taken} taken up, {run} run here, {prune(now=now)} deleted."


@timed("set-aside", _("Rows set aside"), timedelta(days=1))
def forget_rows(now: datetime) -> str:
    """Rows that failed long ago and never again."""
    return f"{forget_old_rows(now=now)} forgotten."
