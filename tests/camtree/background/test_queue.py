"""Tasks that failed, were left lying, or are done."""

import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from camtree.background import backends, queue
from camtree.background.queues import QUEUES
from camtree.core.mail import send_mail_on_commit
from camtree.core.tasks import send_mail
from camtree.members.personal_data import erase
from learning.quizzes.tasks import bring_in_questions
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db
READY, RUNNING, FAILED, DONE = (TaskResultStatus[n] for n in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"))
WITH_WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
WITHOUT_WORKER = {"default": {"BACKEND": "camtree.background.backends.AtOnceBackend", "QUEUES": QUEUES}}
LETTER = {"subject": "Reset", "body": "https://camtree.test/reset/secret/", "to": "amina@camtree.test"}


def run_worker():
    queue.run_waiting()


@pytest.fixture
def worker(settings):
    settings.TASKS, settings.TASK_WORKER = WITH_WORKER, True


@pytest.fixture
def no_worker(settings):
    settings.TASKS, settings.TASK_WORKER = WITHOUT_WORKER, False


@pytest.fixture
def smtp(monkeypatch):
    """A mail server that can be turned off."""
    from django.core.mail.backends.locmem import EmailBackend

    sending, state = EmailBackend.send_messages, {"works": False}

    def send(backend, messages):
        if not state["works"]:
            raise ConnectionRefusedError("smtp")
        return sending(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return state


def later(**kwargs):
    return timezone.now() + timedelta(**kwargs)


def states():
    return list(DBTaskResult.objects.values_list("status", flat=True))


def test_a_mail_that_could_not_be_sent_leaves_when_the_server_is_back(worker, smtp):
    send_mail.enqueue(**LETTER)
    run_worker()
    assert states() == [FAILED]
    assert queue.retry_failed(now=later(seconds=50)) == 0
    assert queue.retry_failed(now=later(seconds=70)) == 1
    smtp["works"] = True
    DBTaskResult.objects.update(run_after=timezone.now())
    run_worker()
    assert [message.to for message in mail.outbox] == [["amina@camtree.test"]]
    assert states() == [DONE]
    assert queue.retry_failed(now=later(days=1)) == 0


def test_without_a_worker_it_is_kept_and_the_timer_sends_it(no_worker, smtp, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send_mail_on_commit("cohort_offer_over", to="amina@camtree.test", language="en", context={})
    assert (states(), mail.outbox) == ([FAILED], [])
    smtp["works"] = True
    assert queue.retry_failed(now=later(seconds=70)) == 1
    DBTaskResult.objects.update(run_after=timezone.now())
    assert queue.run_waiting() == 1
    assert [message.to for message in mail.outbox] == [["amina@camtree.test"]]


def test_without_a_worker_nothing_is_kept_of_what_went_well(no_worker):
    send_mail.enqueue(**LETTER)
    assert (len(mail.outbox), states()) == (1, [])


def test_pauses_grow_for_a_day_and_then_a_person_looks_at_it(worker, smtp):
    send_mail.enqueue(**LETTER)
    run_worker()
    tries, moment, start = 1, timezone.now(), timezone.now()
    while True:
        task = DBTaskResult.objects.get()
        pause = queue.PAUSES[tries - 1] if tries <= len(queue.PAUSES) else timedelta(days=2)
        if not queue.retry_failed(now=moment + pause + timedelta(seconds=1)):
            break
        moment += pause + timedelta(seconds=1)
        tries += 1
        DBTaskResult.objects.update(status=FAILED, finished_at=moment, worker_ids=[*task.worker_ids, f"worker {tries}"])
    assert tries == 1 + len(queue.PAUSES)
    assert timedelta(hours=23) < moment - start < timedelta(hours=25)
    # Whoever presses the button gives it all its tries again.
    queue.try_again(task=DBTaskResult.objects.get())
    assert (states(), DBTaskResult.objects.get().worker_ids) == ([READY], [])


def test_a_task_whose_worker_was_killed_is_given_to_another(worker):
    send_mail.enqueue(**LETTER)
    lost = DBTaskResult.objects.get()
    lost.claim("killed")
    assert queue.take_up_abandoned(now=later(minutes=29)) == 0
    assert queue.take_up_abandoned(now=later(minutes=31)) == 1
    DBTaskResult.objects.update(run_after=timezone.now())
    run_worker()
    assert (len(mail.outbox), states()) == (1, [DONE])


def test_a_task_that_kills_its_workers_is_not_given_to_a_fourth(worker):
    send_mail.enqueue(**LETTER)
    for name in ("one", "two", "three"):
        DBTaskResult.objects.get().claim(name)
        queue.take_up_abandoned(now=later(minutes=31))
    assert states() == [FAILED]
    assert DBTaskResult.objects.get().exception_class_path == queue.LOST
    assert queue.retry_failed(now=later(hours=9)) == 0


def test_mails_are_kept_no_longer_than_their_links_are_good(worker, smtp):
    smtp["works"] = True
    send_mail.enqueue(**LETTER)
    run_worker()
    assert queue.prune(now=timezone.now()) == 1
    smtp["works"] = False
    send_mail.enqueue(**LETTER)
    run_worker()
    assert queue.prune(now=later(days=2)) == 0
    assert queue.prune(now=later(days=4)) == 1
    assert states() == []


def test_erasing_somebody_takes_their_mails_and_no_others(worker):
    amina = make_member("Amina", email="amina@camtree.test")
    send_mail.enqueue(**LETTER)
    send_mail.enqueue(**LETTER | {"to": "juan@camtree.test"})
    erase(amina)
    assert [task.args_kwargs["kwargs"]["to"] for task in DBTaskResult.objects.all()] == ["juan@camtree.test"]


def test_readyz_tells_of_the_queue(worker, smtp, client):
    send_mail.enqueue(**LETTER)
    DBTaskResult.objects.update(enqueued_at=later(minutes=-5))
    said = client.get("/readyz").json()["tasks"]
    assert 300 <= said.pop("oldest") < 330
    assert said == {"waiting": 1, "running": 0, "failed": 0}
    run_worker()
    assert client.get("/readyz").json()["tasks"] == {"waiting": 0, "oldest": 0, "running": 0, "failed": 1}


def test_operators_see_what_failed_and_start_it_again(worker, smtp):
    admin = browser_of(make_member("Olga", is_superuser=True, is_staff=True))
    send_mail.enqueue(**LETTER)
    run_worker()
    page = admin.get("/admin/reports/background/").content.decode()
    assert "camtree.core.tasks.send_mail" in page
    # Whoever looks after the machine needs no letters.
    assert "secret" not in page
    assert "amina@camtree.test" not in page
    task = DBTaskResult.objects.get()
    assert admin.post(f"/admin/reports/background/tasks/{task.pk}/again/").status_code == 302
    assert states() == [READY]
    assert admin.post(f"/admin/reports/background/tasks/{task.pk}/again/").status_code == 404


def test_nobody_else_sees_it():
    moderator = browser_of(make_member("Mo", roles=("Moderators",)))
    assert moderator.get("/admin/reports/background/").status_code == 302
    assert "Background work" not in moderator.get("/admin/reports/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_heavy_work_runs_beside_the_request(no_worker, monkeypatch):
    """In a thread of its own, after the commit."""
    ran = []

    def note(pk):
        ran.append((pk, threading.current_thread().name))

    monkeypatch.setattr("learning.quizzes.tasks.go_on_with_import", note)
    with transaction.atomic():
        bring_in_questions.enqueue(pk=7)
        time.sleep(0.2)
        assert ran == []
    for thread in threading.enumerate():
        if thread.name == "tasks":
            thread.join(20)
    assert ran == [(7, "tasks")]
    assert states() == [DONE]


def test_tries_that_failed_do_not_count_as_lost_workers(worker, smtp):
    send_mail.enqueue(**LETTER)
    for _try in range(3):
        run_worker()
        DBTaskResult.objects.update(status=READY, run_after=timezone.now())
    DBTaskResult.objects.get().claim("killed")
    queue.take_up_abandoned(now=later(minutes=31))
    assert states() == [READY]


def test_what_is_asked_for_again_and_again_is_one_task(worker):
    def asked(number=1):
        return queue.enqueue_once(bring_in_questions, pk=number)

    assert [asked(), asked(), asked(2)] == [True, False, True]
    first = DBTaskResult.objects.order_by("enqueued_at")[0]
    for status, error, answer, after in [
        (RUNNING, "", False, RUNNING),
        (FAILED, "builtins.OSError", True, READY),
        (FAILED, queue.LOST, False, FAILED),
        (DONE, "", True, DONE),
    ]:
        DBTaskResult.objects.filter(pk=first.pk).update(status=status, exception_class_path=error)
        assert asked() is answer
        first.refresh_from_db()
        assert first.status == after
    assert DBTaskResult.objects.count() == 3


def test_the_timer_ends_when_what_runs_beside_it_has(monkeypatch):
    done = []

    def work(more):
        time.sleep(0.05)
        done.append(more)
        if more:
            threading.Thread(target=work, args=[more - 1], name=backends.BESIDE, daemon=True).start()

    threading.Thread(target=work, args=[1], name=backends.BESIDE, daemon=True).start()
    monkeypatch.setattr("camtree.background.management.commands.run_due.run_due", lambda now: [])
    call_command("run_due")
    assert done == [1, 0]
