"""The worker of the queue comes back when its database does."""

import time

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from tests.camtree.background.test_queue import WITH_WORKER


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = WITH_WORKER


def test_it_waits_for_a_database_that_is_away_and_goes_on(monkeypatch):
    faults = [OperationalError("terminating connection"), InterfaceError("connection already closed"), None]
    slept: list[float] = []
    queues: list[str] = []

    def work(self, **options):
        queues.append(options["queue_name"])
        if fault := faults.pop(0):
            raise fault

    monkeypatch.setattr(DatabaseWorker, "handle", work)
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    call_command("db_worker")
    # Of every queue: heavy tasks are nobody else's.
    assert (faults, slept, queues) == ([], [1, 2], ["*"] * 3)


def test_other_faults_end_it(monkeypatch):
    def work(self, **options):
        raise ZeroDivisionError

    monkeypatch.setattr(DatabaseWorker, "handle", work)
    with pytest.raises(ZeroDivisionError):
        call_command("db_worker")
