"""What a learner does in a lesson: go on, watch, write for themselves."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning.access import get_enrolment_for, get_step_for
from learning.actions.enrolments import StaleTextError, record_step, watch, write_journal
from learning.choices import StepKind, StepRule
from learning.forms import JournalForm, WatchForm
from learning.learners import block_of, lesson_in_reach, own_course, resume_address
from learning.progress import progress_of


@login_required
@require_POST
def go_on(request: HttpRequest, course: UUID, step: UUID) -> HttpResponse:
    """The button at the end of a lesson: it is read, and the next one opens."""
    enrolment, row = get_step_for(request.user, course, step, rule=StepRule.READ)
    record_step(enrolment=enrolment, step=row)
    following = lesson_after(row)
    if following is not None:
        return HttpResponseRedirect(str(following.url))
    return HttpResponseRedirect(reverse("my_course", args=[course]))
