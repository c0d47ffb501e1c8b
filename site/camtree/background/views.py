"""What operators see of background work, and start again."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from camtree.background import queue
from camtree.background.each import try_row_again
from camtree.background.models import SetAside, TimedRun
from camtree.background.timer import deeds

# So many failures are shown; a thousand say nothing more.
MOST = 100


def may_operate(user: Any) -> bool:
    """Whether somebody sees background work."""
    return bool(user.has_perm("background.operate"))


def for_operators(view: Any) -> Any:
    """Let nobody else in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_operate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_operators
def overview(request: HttpRequest) -> HttpResponse:
    """How the queue does, what failed, what the timer did."""
    now = timezone.now()
    runs = {run.name: run for run in TimedRun.objects.all()}
    failed = DBTaskResult.objects.failed().defer("args_kwargs", "traceback").order_by("-finished_at")[:MOST]
    context = {
        "page_title": _("Background work"),
        "state": queue.queue_state(now),
        "failed": [(task, len(task.worker_ids), task.exception_class_path.rpartition(".")[2]) for task in failed],
        "aside": SetAside.objects.all()[:MOST],
        "runs": [(deed, runs.get(deed.name)) for deed in deeds],
        "has_timer": any(run.started_at and (now - run.started_at).total_seconds() < 600 for run in runs.values()),
    }
    return render(request, "background/overview.html", context)


@require_POST
@for_operators
def try_task_again(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a task that failed another try."""
    queue.try_again(task=get_object_or_404(DBTaskResult.objects.failed(), pk=pk))
    messages.success(request, _("It is tried again within a minute."))
    return HttpResponseRedirect(reverse("background_work"))


@require_POST
@for_operators
def try_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a row that was set aside another try."""
    try_row_again(held=get_object_or_404(SetAside, pk=pk))
    messages.success(request, _("It is tried again within a minute."))
    return HttpResponseRedirect(reverse("background_work"))
