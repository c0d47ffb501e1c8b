import re

import pytest
from django.http import HttpResponse

from camtree.core.http.request_id import RequestIdMiddleware, current_request_id


@pytest.fixture
def answer(rf):
    """Send a request through the middleware; tells which identifier the view saw."""

    def send(**headers):
        seen = []

        def view(request):
            seen.append(current_request_id())
            return HttpResponse()

        response = RequestIdMiddleware(view)(rf.get("/", headers=headers))
        return seen[0], response["X-Request-ID"]

    return send


def test_request_id_sane_is_taken_over(answer):
    assert answer(x_request_id="f3b1c2d4-0001.a_b") == ("f3b1c2d4-0001.a_b", "f3b1c2d4-0001.a_b")


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 65, 'a"quote-and-more', "with blank in it", "-leading-dash", "ünïcødé-longer"]
)
def test_request_id_other_is_replaced(answer, sent):
    seen, returned = answer(x_request_id=sent)
    assert seen == returned
    assert re.fullmatch(r"[0-9a-f]{32}", seen)


def test_request_id_is_gone_after_the_request(answer):
    first, _ = answer()
    second, _ = answer()
    assert first != second
    assert current_request_id() == ""


def test_request_id_is_gone_after_a_fault(rf):
    def view(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RequestIdMiddleware(view)(rf.get("/"))
    assert current_request_id() == ""
