"""`manage.py db_worker`: the worker of django-tasks-db, which comes back when its database does."""

import logging
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

logger = logging.getLogger(__name__)

# Seconds between tries; the last for all that follow.
PAUSES: Final = (1, 2, 5, 10, 30)


class Command(DatabaseWorker):
    help = "Run background tasks. Waits for the database where it is away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def handle(self, *args: Any, **options: Any) -> None:
        tries = 0
        while True:
            begun = time.monotonic()
            try:
                return super().handle(*args, **options)
            except (OperationalError, InterfaceError) as error:
                tries = 0 if time.monotonic() - begun > 60 else tries
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                logger.warning("The database does not answer, next try in %d s: %s", pause, type(error).__name__)
                connections.close_all()
                time.sleep(pause)
                tries += 1
