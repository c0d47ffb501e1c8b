"""Withdrawing and removing reports: what authors ask for, what editors do, what readers are told."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from camtree.core.forms import posted
from research.inquiries.access import get_inquiry_for
from research.inquiries.choices import Access
from research.library.access import get_report_of_work
from research.library.identifiers import work_in
from research.library.models import ReportPage
from research.publishing.actions import withdrawals as actions
from research.publishing.choices import WithdrawalKind, WithdrawalState
from research.publishing.forms import AnswerForm, RemovalForm, WishForm, WithdrawalForm
from research.publishing.models import RemovedAddress, Withdrawal
from research.review.access import get_editor

MAY_WITHDRAW, MAY_REMOVE = "withdraw_report", "remove_report"
# An address is a report's own, or one below it, such as its PDF.
DEEPEST = 7


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """An author asks for a report to be withdrawn or removed."""
    inquiry = get_inquiry_for(request.user, pk, to=Access.WRITE)
    if inquiry.report is None or not inquiry.report.live:
        raise Http404
    form = WishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_withdrawal(
                inquiry=inquiry,
                member=request.user,  # type: ignore[arg-type]
                kind=WithdrawalKind(form.cleaned_data["kind"]),
                wish=form.cleaned_data["wish"],
            )
        except actions.NothingToDoError:
            messages.error(request, _("This report is not public any more."))
        else:
            messages.success(
                request, _("The editors know. They will answer by e-mail to everybody named on the report.")
            )
        return HttpResponseRedirect(reverse("my_inquiry", args=[pk]))
    context = {"inquiry": inquiry, "form": form}
    return render(request, "research/publishing/ask_to_withdraw.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def desk(request: HttpRequest) -> HttpResponse:
    """What is asked for, what was done lately, and the way to any report by its identifier."""
    get_editor(request.user, MAY_WITHDRAW, MAY_REMOVE)
    identifier = request.GET.get("identifier", "").strip().upper()[:24]
    if identifier:
        found = ReportPage.objects.live().filter(identifier__in=[identifier, *_versions_of(identifier)]).first()
        if found is not None:
            return HttpResponseRedirect(reverse("withdraw_report", args=[found.translation_key]))
        messages.error(
            request, _("No published report has the identifier %(identifier)s.") % {"identifier": identifier}
        )
    asked = list(Withdrawal.objects.waiting().select_related("asked_by").order_by("asked_at"))
    titles = dict(
        ReportPage.objects.filter(translation_key__in=[wish.work for wish in asked])
        .order_by("-pk")
        .values_list("translation_key", "title")
    )
    context = {
        "asked": [(wish, titles.get(wish.work, "")) for wish in asked],
        "decided": Withdrawal.objects.exclude(state=WithdrawalState.ASKED).select_related("decided_by")[:50],
        "identifier": identifier,
    }
    return render(request, "research/publishing/desks/withdrawals.html", context)


def _versions_of(identifier: str) -> list[str]:
    """The identifiers under which a work may be published now."""
    work = work_in(identifier)
    return [work, *(f"{work}.{number}" for number in range(2, 30))]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, work: UUID) -> HttpResponse:
    """One report: withdraw it, reinstate it, remove it, or answer a wish."""
    editor = get_editor(request.user, MAY_WITHDRAW, MAY_REMOVE)
    page = get_report_of_work(work)
    wish = Withdrawal.objects.waiting().filter(work=work).select_related("asked_by").first()
    notice = Withdrawal.objects.notices().filter(work=work).first()
    forms = _forms(request, editor, wish, notice)
    context = {
        "report": page,
        "wish": wish,
        "notice": notice,
        "forms": forms,
        "is_own": actions.is_of(editor, work),
        "earlier": Withdrawal.objects.filter(work=work).exclude(state=WithdrawalState.ASKED),
    }
    chosen = request.POST.get("do", "")
    if request.method == "POST":
        if chosen not in forms:
            raise Http404
        if forms[chosen].is_valid():
            return _done(request, editor, page, chosen, forms[chosen].cleaned_data, wish or notice)
        context["form"] = forms[chosen]
    return render(request, "research/publishing/desks/withdraw.html", context, status=422 if "form" in context else 200)


def _forms(request: HttpRequest, editor: Any, wish: Any, notice: Any) -> dict[str, Any]:
    """What this editor may do with this report now, each with its form."""
    offered: dict[str, Any] = {}
    if editor.has_perm(f"research.{MAY_WITHDRAW}"):
        offered |= {"reinstate": AnswerForm} if notice else {"withdraw": WithdrawalForm}
    if wish and (wish.kind == WithdrawalKind.WITHDRAW or editor.has_perm(f"research.{MAY_REMOVE}")):
        offered["refuse"] = AnswerForm
    if editor.has_perm(f"research.{MAY_REMOVE}"):
        offered["remove"] = RemovalForm
    sent = request.POST.get("do", "")
    return {
        name: form(request.POST if name == sent else None, prefix=name, auto_id=f"id_{name}_%s")
        for name, form in offered.items()
    }


def _done(
    request: HttpRequest, editor: Any, page: ReportPage, chosen: str, data: dict[str, Any], row: Any
) -> HttpResponse:
    """Do it, and say so; or say why not."""
    back = reverse("withdraw_report", args=[page.translation_key])
    says = {
        "withdraw": _("The report is marked as withdrawn."),
        "reinstate": _("The report is reinstated."),
        "refuse": _("The wish is answered. The report stays as it is."),
        "remove": _("The report is removed. Pictures that stood in it are still in the picture library."),
    }
    try:
        if chosen == "withdraw":
            actions.withdraw_report(work=page.translation_key, by=editor, **data)
        elif chosen == "remove":
            data.pop("is_sure")
            actions.remove_report(work=page.translation_key, by=editor, **data)
            back = reverse("withdrawals")
        elif chosen == "refuse":
            actions.refuse_withdrawal(withdrawal=row, by=editor, **data)
        else:
            notice = Withdrawal.objects.notices().get(work=page.translation_key)
            actions.reinstate_report(withdrawal=notice, by=editor, **data)
    except actions.OwnReportError:
        messages.error(request, _("You are named on this report. Somebody else has to decide."))
    except (actions.NothingToDoError, Withdrawal.DoesNotExist):
        messages.error(request, _("Somebody else has decided meanwhile."))
        back = reverse("withdrawals")
    else:
        messages.success(request, says[chosen])
    return HttpResponseRedirect(back)


def removed(request: HttpRequest) -> HttpResponse | None:
    """410 at the addresses of a report that was removed, and at those below them, whatever the language in front."""
    _language, *parts = request.path.strip("/").split("/")
    if len(parts) >= DEEPEST:
        return None
    below = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    paths = [f"/{code}/{path}/" for code, _name in settings.LANGUAGES for path in below]
    found = RemovedAddress.objects.filter(path__in=paths).select_related("withdrawal").first()
    if found is None:
        return None
    context = {"withdrawal": found.withdrawal, "is_view": True}
    return render(request, "research/publishing/removed.html", context, status=410)
