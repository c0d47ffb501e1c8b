"""Where tasks run on a server without a worker."""

import threading
from typing import Any, Final

from django.db import connections, transaction
from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json

from camtree.background.queues import HEAVY

# What the threads are called that run what is in the queue.
BESIDE: Final = "tasks"


def wait_for_those_beside() -> None:
    """Let tasks that run beside this thread end, in a process that would end before them."""
    while beside := [thread for thread in threading.enumerate() if thread.name == BESIDE]:
        for thread in beside:
            thread.join()


def _run_queue() -> None:
    from camtree.background.queue import run_waiting

    try:
        run_waiting()
    finally:
        connections.close_all()


class AtOnceBackend(ImmediateBackend):
    """Runs tasks where they are enqueued, and keeps those that fail in the queue of the database: `manage.py run_due`
    tries them again as it does where there is a worker."""

    supports_defer = True  # of a task that comes back out of the queue

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        if task.queue_name == HEAVY:
            return self._run_beside(task, args, kwargs)
        result: TaskResult[Any, Any] = super().enqueue(task, args, kwargs)
        if result.status == TaskResultStatus.FAILED:
            self._keep(result)
        return result

    def _run_beside(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        """Put it into the queue, and run what is there in a thread: nobody waits for it in front of a page."""
        from django_tasks_db.models import DBTaskResult, get_date_max

        self.validate_task(task)
        row = DBTaskResult.objects.create(
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )
        transaction.on_commit(lambda: threading.Thread(target=_run_queue, name=BESIDE, daemon=True).start())
        return row.task_result

    def _keep(self, result: TaskResult[Any, Any]) -> None:
        from django_tasks_db.models import DBTaskResult, get_date_max

        error = result.errors[-1]
        DBTaskResult.objects.create(
            args_kwargs=normalize_json({"args": result.args, "kwargs": result.kwargs}),
            priority=result.task.priority,
            task_path=result.task.module_path,
            queue_name=result.task.queue_name,
            run_after=get_date_max(),
            backend_name=self.alias,
            status=TaskResultStatus.FAILED,
            worker_ids=result.worker_ids,
            started_at=result.started_at,
            finished_at=timezone.now(),
            exception_class_path=error.exception_class_path,
            traceback=error.traceback,
        )
