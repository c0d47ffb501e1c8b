import json
import logging
import sys

from django.http import HttpResponse

from camtree.core.http.logs import JsonFormatter, RequestIdFilter
from camtree.core.http.request_id import RequestIdMiddleware


def line(record: logging.LogRecord) -> dict:
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def record(message="Hello %s", args=("Ana",), **more) -> logging.LogRecord:
    made = logging.LogRecord("camtree.test", logging.INFO, __file__, 1, message, args, more.pop("exc_info", None))
    vars(made).update(more)
    return made


def test_line_holds_the_usual_parts():
    held = line(record())
    assert held["level"] == "INFO"
    assert held["logger"] == "camtree.test"
    assert held["message"] == "Hello Ana"
    assert held["time"].endswith("+00:00")


def test_line_holds_extras_but_no_request_object():
    held = line(record(course=7, request="<WSGIRequest>", path="/الرئيسية/"))
    assert held["course"] == 7
    assert held["path"] == "/الرئيسية/"
    assert "request" not in held


def test_line_holds_the_trace_of_a_fault_in_one_line():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        held = line(record(exc_info=sys.exc_info()))
    assert "ValueError: two\nlines" in held["exception"]


def test_line_survives_what_json_does_not_know():
    assert line(record(thing={1, 2}, other=object()))["thing"] == "{1, 2}"


def test_line_names_the_request(rf):
    seen = []

    def view(request):
        made = record()
        RequestIdFilter().filter(made)
        seen.append(line(made)["request_id"])
        return HttpResponse()

    response = RequestIdMiddleware(view)(rf.get("/"))
    assert seen == [response["X-Request-ID"]]


def test_line_outside_a_request_has_a_dash():
    made = record()
    assert RequestIdFilter().filter(made)
    assert line(made)["request_id"] == "-"
