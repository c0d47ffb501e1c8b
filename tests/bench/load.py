"""A hundred learners who answer one quiz at the same time, over bad lines: what they send comes twice, and late.

Afterwards the database is asked what it holds. Run in a process that knows where the server listens; the counting is
done by `python -m tests.bench.load`, which reads from its standard input what was sent.
"""

import html
import http.client
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ROUNDS = 5
FIELD = re.compile(r'name="(q\d+(?:-seen)?)"(?: value="([^"]*)")?')
HIDDEN = {name: re.compile(rf'name="{name}" value="([^"]*)"') for name in ("csrfmiddlewaretoken", "key", "attempt")}


@dataclass
class Sent:
    """What one learner sent: by the number of each question the last answer, and what went wrong."""

    learner: int
    answers: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    repeated: int = 0
    delayed: int = 0
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


@dataclass
class Browser:
    """One learner's browser: cookies, and a connection for each request, as on a line that breaks."""

    port: int
    cookies: dict[str, str]
    sent: Sent
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads to and the text of one answer. What fails for good stands in `sent.errors`."""
        body = urlencode(form) if form is not None else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST" if body is not None else "GET", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            self.sent.errors.append(f"{path}: {error}")
            return 0, "", ""
        finally:
            connection.close()
        with self.lock:
            self.sent.requests += 1
            self.sent.waits.append(time.perf_counter() - start)
            for value in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), text


def answer_quiz(port: int, quiz: str, session: str, number: int) -> Sent:
    """One learner's evening: begin, answer in rounds, send some of it twice and some of it late, submit twice."""
    dice, sent = random.Random(number), Sent(number)
    browser = Browser(port, {"sessionid": session}, sent)
    _status, _where, page = browser.ask(quiz)
    status, attempt, _text = browser.ask(quiz, _form(page, "csrfmiddlewaretoken"))
    if status != 302:
        sent.errors.append(f"beginning answered {status}")
        return sent
    _status, _where, page = browser.ask(attempt)
    form = _form(page, "csrfmiddlewaretoken", "key", "attempt")
    names = [name for name, _value in FIELD.findall(page)]
    asked = sorted({name for name in names if not name.endswith("-seen")}, key=lambda name: int(name[1:]))
    clicked = {name for name in asked if f'type="radio" name="{name}"' in page}
    key, late = form["key"].partition(".")[0], []
    for turn in range(1, ROUNDS + 1):
        for name in asked:
            if turn in {1, ROUNDS} or dice.random() < 0.4:
                typed = f"learner {number} in turn {turn} at {name}"
                sent.answers[name] = dice.choice(("true", "false")) if name in clicked else typed
        body = form | sent.answers | {f"{name}-seen": "" for name in asked} | {"key": f"{key}.{turn}"}
        if turn < ROUNDS and dice.random() < 0.3:
            late.append(body)  # still on its way while later ones arrive
            continue
        twice = dice.random() < 0.4
        sent.repeated += twice
        _send(browser, f"{attempt}save/", [body] * (2 if twice else 1), {200})
        if late and dice.random() < 0.6:
            sent.delayed += 1
            _send(browser, f"{attempt}save/", [late.pop()], {200})
    last = body | {"do": "submit", "key": f"{key}.{ROUNDS + 1}"}
    _send(browser, attempt, [last, last], {302})
    for body in late:
        sent.delayed += 1
        _send(browser, f"{attempt}save/", [body], {409})
    return sent


def _form(page: str, *names: str) -> dict[str, str]:
    found = {name: HIDDEN[name].search(page) for name in names}
    return {name: html.unescape(match[1]) for name, match in found.items() if match}


def _send(browser: Browser, path: str, bodies: list[dict[str, str]], wanted: set[int]) -> None:
    """Send all bodies at once; every answer has to be one of `wanted`."""
    with ThreadPoolExecutor(len(bodies)) as lines:
        for status, _where, _text in lines.map(lambda body: browser.ask(path, body), bodies):
            if status not in wanted:
                browser.sent.errors.append(f"{path} answered {status}")


def run(port: int, quiz: str, sessions: list[str]) -> list[Sent]:
    """All learners at once, each with a thread of their own."""
    with ThreadPoolExecutor(len(sessions)) as people:
        return list(people.map(lambda pair: answer_quiz(port, quiz, pair[1], pair[0]), enumerate(sessions)))


def count(step: str, expected: dict[str, dict[str, str]]) -> dict[str, int]:
    """What the database holds of it: attempts and answers, those lost and those that stand there twice.

    `expected` is by the number of the learner, then by the name of the question, what was sent last.
    """
    from learning.models import QuizAttempt, StepRecord

    attempts = QuizAttempt.objects.filter(step_key=step).select_related("enrolment__member").prefetch_related("items")
    found: dict[str, list[Any]] = {}
    for attempt in attempts:
        found.setdefault(attempt.enrolment.member.display_name.removeprefix("Learner "), []).append(attempt)
    lost = 0
    for learner, answers in expected.items():
        kept = {f"q{item.position}": item.answer for row in found.get(learner, []) for item in row.items.all()}
        words = {"true": True, "false": False}
        lost += sum(kept.get(name) != words.get(value, value) for name, value in answers.items())
    return {
        "attempts": sum(len(rows) for rows in found.values()),
        "submitted": sum(row.submitted_at is not None for rows in found.values() for row in rows),
        "records": StepRecord.objects.filter(step_key=step).count(),
        "answers": sum(len(answers) for answers in expected.values()),
        "lost": lost,
        "double": sum(len(rows) - 1 for rows in found.values()),
    }


if __name__ == "__main__":
    import json
    import sys

    import django

    django.setup()
    told = json.load(sys.stdin)
    print(json.dumps(count(told["step"], told["answers"])))
