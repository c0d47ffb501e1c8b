"""How `make demo` serves: gunicorn reads this module (`--config python:demo.serving`).

Everything is prepared in the process from which the worker is forked, so that the code is loaded once and not twice.
"""

import logging
import os
import socket
import sys
import threading
import time
from typing import Any

import django
from django.core.management import call_command
from django.db import connections

from camtree import env

logger = logging.getLogger(__name__)
PORT = env.integer("PORT", 8000, minimum=1)
# Before the settings read it: links in mails lead to this port.
os.environ.setdefault("PUBLIC_BASE_URL", f"http://127.0.0.1:{PORT}")

bind = f"127.0.0.1:{PORT}"
workers = 1
worker_class = "gthread"
threads = 8
loglevel = "warning"
# Nothing is written beside the checkout's own var/.
control_socket_disable = True

WELCOME = """
  CamTREE is at  http://127.0.0.1:{port}/        the editors' side at  http://127.0.0.1:{port}/admin/

  These invented people can sign in, all with the password  camtree-demo

    editor@demo.camtree.test          writes pages and submits them
    moderator@demo.camtree.test       approves them or asks for changes
    translator.es@demo.camtree.test   translates into Spanish
    translator.ar@demo.camtree.test   translates into Arabic
    reviewer@demo.camtree.test        reviews reports
    author@demo.camtree.test          writes reports
    member@demo.camtree.test          takes courses and webinars
    lead@demo.camtree.test            is a CamTREE-lead with a profile
    admin@demo.camtree.test           may do everything

  What you change is kept in var/. Stop with Ctrl+C; `make demo` comes back with everything in it.
"""


def on_starting(server: Any) -> None:
    """Bring database, files and demo up to date before the first visitor."""
    refuse_taken_port()
    django.setup()
    call_command("prepare", demo=True)
    # Neither a connection nor a thread survives a fork, and a lock that a thread holds is never given back: what the
    # demo has done beside, such as reading its files for the search, is waited for.
    from camtree.background.backends import wait_for_those_beside  # reads the settings, which PORT has to come before

    wait_for_those_beside()
    connections.close_all()


def refuse_taken_port() -> None:
    """Say plainly when somebody else has the port, instead of trying again for five seconds."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            sys.exit(f"Port {PORT} is taken by another program. Choose one that is free: make demo PORT={PORT + 1}")


def when_ready(server: Any) -> None:
    print(WELCOME.format(port=PORT), flush=True)


def post_worker_init(worker: Any) -> None:
    """The timer of a server runs `manage.py run_due` every minute; here a thread of the worker does."""
    threading.Thread(target=keep_time, name="timer", daemon=True).start()


def keep_time() -> None:
    """Do what is due, every minute, for as long as the process lives."""
    from django.utils import timezone

    from camtree.background.timer import run_due

    while True:
        time.sleep(60)
        try:
            run_due(timezone.now())
        except Exception:
            logger.exception("The timer failed.")
        finally:
            connections.close_all()
