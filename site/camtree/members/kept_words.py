"""Words that are typed and not handed in: how pages name their forms, and what of them is kept.

A script (static/camtree/js/keep.js) sends what is typed; a form that is handed in says its name in a field of its own,
so that what was kept is let go when, and only when, the server has taken the form.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from camtree.core.words.json import read_json
from camtree.core.words.signs import is_storable, without_unstorable
from camtree.members.actions import Words, let_words_go

GetResponse = Callable[[HttpRequest], HttpResponse]

# The field that names the form, and the cookie that tells the device that it was taken.
FIELD: Final = "kept_form"
COOKIE: Final = "camtree_taken"
COOKIE_SECONDS: Final = 600
LONGEST_NAME: Final = 300
LONGEST_PAGE: Final = 40
MOST_FIELDS: Final = 200
MOST_VALUES: Final = 500
# Characters of all that is sent at once: more than the longest form of the site holds.
LONGEST: Final = 400_000


def words_in(body: bytes) -> tuple[str, str, int, Words]:
    """Form, page, version and words of a JSON body. Raises ValueError for what no page of ours sends."""
    if len(body) > LONGEST * 4:
        raise ValueError("too long")
    sent = read_json(body, any_signs=True)
    if not isinstance(sent, dict):
        raise ValueError("no object")
    form, page, number, words = sent.get("form"), sent.get("page"), sent.get("number"), sent.get("words")
    if not (isinstance(form, str) and 0 < len(form) <= LONGEST_NAME and is_storable(form)):
        raise ValueError("no form")
    if not (isinstance(page, str) and len(page) <= LONGEST_PAGE and is_storable(page)):
        raise ValueError("no page")
    if not (isinstance(number, int) and 0 <= number < 2**31):
        raise ValueError("no number")
    if not (isinstance(words, dict) and len(words) <= MOST_FIELDS):
        raise ValueError("no words")
    return form, page, number, {_text(name): _pair(pair) for name, pair in words.items()}


def _pair(pair: Any) -> tuple[list[str], list[str]]:
    if not (isinstance(pair, list) and len(pair) == 2):
        raise ValueError("no pair")
    was, now = pair
    return _texts(was), _texts(now)


def _texts(values: Any) -> list[str]:
    if not (isinstance(values, list) and len(values) <= MOST_VALUES):
        raise ValueError("no values")
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    """Without what no database keeps: NUL, and halves of characters."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return without_unstorable(value)


class RefusalsSeen(FallbackStorage):
    """Messages of Django, which also know whether one of this request tells of a refusal."""

    has_refusal = False

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        if level >= constants.ERROR:
            self.has_refusal = True
        super().add(level, message, extra_tags)


class KeptWordsMiddleware:
    """Lets go what was kept of a form when the server has taken it: led on, not to signing in, and without an error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in {302, 303} and _is_taken(request, response):
            page, _space, form = request.POST[FIELD].partition(" ")
            if form and len(form) <= LONGEST_NAME and len(page) <= LONGEST_PAGE and "\0" not in page + form:
                if request.user.is_authenticated:
                    let_words_go(member=request.user, form=form, page=page)
                response.set_cookie(
                    COOKIE, quote(form), max_age=COOKIE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
                )
        return response


def _is_taken(request: HttpRequest, response: HttpResponse) -> bool:
    is_refused = getattr(getattr(request, "_messages", None), "has_refusal", False)
    to_sign_in = response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
    return FIELD in request.POST and not is_refused and not to_sign_in
