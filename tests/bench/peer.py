"""A peer, wagtail/bakerydemo, started from a checkout that the machine has and measured beside us.

The checkout is copied first, so that nothing is written into it. `PEER_PYTHON` names a Python that has its
requirements (base and production, on the Wagtail that we run on) where the benchmark's own has not.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bench import Bench, Cost
from tests.bench.meter import Meter
from tests.bench.postgres import Postgres
from tests.bench.redis import Redis
from tests.bench.server import serving
from tests.bench.table import Figure, Table

# The page of the peer that is like ours, by the name of ours; what begins with /admin/ is looked at by its superuser.
PAGES = {
    "home": "/",
    "library": "/breads/",
    "report": "/blog/wild-yeast/",
    "search page": "/search/?q=bread",
    "explorer, admin": "/admin/pages/3/",
    "edit form, admin": "/admin/pages/62/edit/",
    "chooser, admin": "/admin/choose-page/3/",
}
LOOK = {"ours": 8, "its": 8, "ours / its": 14}
COLUMNS = [("first look", LOOK), ("again", LOOK)]
# Signs in the first superuser, and prints the cookie.
SESSION = """
import importlib, django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
user = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
session = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def peer_at(folder: str) -> Path | None:
    """The checkout that PEER names, None where it is empty. Raises SystemExit with a sentence where it is none."""
    if not folder:
        return None
    path = Path(folder).resolve()
    if not (path / "bakerydemo/wsgi.py").is_file():
        raise SystemExit(f"PEER={folder} is no checkout of wagtail/bakerydemo, the peer that the benchmark can start.")
    return path


@dataclass(frozen=True)
class Peer:
    """A running peer, its cache, and the session of its superuser."""

    name: str
    meter: Meter
    cache: Redis
    session: str


@contextmanager
def serving_peer(checkout: Path, database: Postgres, cache: Redis, log: Path) -> Iterator[Peer]:
    """The peer with its own demo, as its production settings have it."""
    python, folder = os.environ.get("PEER_PYTHON") or sys.executable, log.parent / "peer"
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns(".git", "node_modules", "*.db"), symlinks=True)
    environment = {
        "DATABASE_URL": database.make_database("peer"),
        "REDIS_URL": cache.address,
        "DJANGO_SETTINGS_MODULE": "bakerydemo.settings.production",
        "DJANGO_SECRET_KEY": secrets.token_hex(),
        "SECURE_SSL_REDIRECT": "false",
    }

    def run(*words: str) -> str:
        with log.open("ab") as said:
            answer = subprocess.run(
                [python, *words],
                cwd=folder,
                env=os.environ | environment,
                check=True,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
        return answer.stdout

    run("manage.py", "migrate", "--verbosity", "0")
    run("manage.py", "load_initial_data")
    run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    session = run("-c", SESSION).split()[-1]
    database.tidy()
    application = "bakerydemo.wsgi:application"
    with serving(application, environment, "/sitemap.xml", log, python=python, folder=folder) as server:
        yield Peer(checkout.name, Meter(server, database), cache, session)


def beside(peer: Peer, bench: Bench, ours: Mapping[str, tuple[Cost, Cost]]) -> None:
    """A table of the pages that the peer has, too: what ours and its cost as ratios to the page of ten queries."""
    table, server = Table(COLUMNS, bench.table.write), peer.meter.server
    table.part(f"beside {peer.name}, × ten")
    table.head()
    for name, address in PAGES.items():
        if name in ours:
            session = peer.session if address.startswith("/admin/") else ""
            its = bench.looks(peer.meter, address, session, peer.cache.forget)
            table.row(name, *(figure for pair in zip(ours[name], its, strict=True) for figure in _pair(*pair)))
    table.fact("memory of its worker", Figure(server.memory()), "MiB")
    table.fact("its cold start", Figure(server.cold_start, digits=1), "s")


def _pair(ours: Cost, its: Cost) -> list[Figure]:
    return [Figure(ours.ratio, digits=2), Figure(its.ratio, digits=2), Figure(ours.ratio / its.ratio, digits=2)]
