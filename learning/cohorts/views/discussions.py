"""The discussion of a cohort, for its members and those who run it alike."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from camtree.core.forms import posted
from camtree.core.http.rate_limits import is_over_limit
from learning.cohorts.access import get_cohort_run_by, get_cohort_to_talk_in, get_post_of
from learning.cohorts.actions import discussions as actions
from learning.cohorts.forms import PostForm
from learning.cohorts.queries import discussions_of, posts_of
from learning.courses.choices import StepKind
from learning.courses.models import Step

# Nobody who thinks before writing has more to say.
POSTS, MINUTES = 20, 10


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, pk: int, step: UUID | None = None) -> HttpResponse:
    """What is said in a cohort, or at one step of its course; and saying something."""
    user: Any = request.user
    cohort, place, runs_it = get_cohort_to_talk_in(user, pk)
    steps = discussions_of(cohort)
    row = next((found for found in steps if found.key == step), None)
    if step is not None and row is None:
        raise Http404
    form = PostForm(posted(request))
    status = 0
    if request.method == "POST" and form.is_valid():
        if is_over_limit(request, "post", times=POSTS, seconds=MINUTES * 60):
            form.add_error(None, _("That was a lot at once. Wait a few minutes; your text is still here."))
            status = 429
        else:
            try:
                actions.write_post(cohort=cohort, author=user, step=row, member=place, **form.cleaned_data)
                return HttpResponseRedirect(request.path)
            except actions.NotInDiscussionError:
                # Sent once more, it begins a thread of its own.
                form = PostForm({**request.POST.dict(), "parent": ""})
                form.add_error(None, _("What you answer to is not there any more. Your text is still here."))
    context = {
        "cohort": cohort,
        "place": place,
        "runs_it": runs_it,
        "steps": steps,
        "step": row,
        "posts": posts_of(cohort, step, user, sees_names=runs_it),
        "form": form,
    }
    return render(request, "learning/cohorts/discussion.html", context, status=status or (422 if form.errors else 200))


@login_required
@require_POST
def hide(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Take a post out of sight, or let it be seen again. For those who run the cohort."""
    cohort = get_cohort_run_by(request.user, pk)
    row = get_post_of(cohort, post)
    if request.POST.get("do") == "show":
        actions.show_post(post=row)
        messages.success(request, _("Everybody sees the post again."))
    else:
        actions.hide_post(post=row, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The post is hidden."))
    steps = Step.objects.current().filter(course_key=cohort.course_key, kind=StepKind.DISCUSSION)
    if row.step_key and steps.filter(key=row.step_key).exists():
        return HttpResponseRedirect(reverse("cohort_step_discussion", args=[pk, row.step_key]))
    return HttpResponseRedirect(reverse("cohort_discussion", args=[pk]))
