"""Fetching a file of a draft: for its people, for who holds a link, for its reviewers and editors."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from camtree.media.views import send_private_file
from research.inquiries.access import get_shared_attachment
from research.review.access import get_attachment_for, get_reviewed_attachment


@never_cache
@require_safe
def fetch(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file of a draft, for those who may read the draft; with `?share=` for who holds a link to it, with `?review=`
    for its reviewers."""
    if token := request.GET.get("share", ""):
        attachment = get_shared_attachment(token, key)
    elif token := request.GET.get("review", ""):
        attachment = get_reviewed_attachment(token, key)
    else:
        attachment = get_attachment_for(request.user, key)
    return send_private_file(attachment.file, filename=attachment.shown_name)
