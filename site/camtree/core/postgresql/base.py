"""`ENGINE` of the settings: PostgreSQL as Django knows it, given up in time (`camtree.core.postgresql.patience`)."""

from time import monotonic
from types import SimpleNamespace
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base

from camtree.core.postgresql.patience import MOST_TO_GREET, PatientConnection, at_most, patience

# The least that psycopg waits for a connection.
LEAST_TO_CONNECT: Final = 2


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects with what is left of somebody's patience, and with connections that know it."""

    Database: Any = SimpleNamespace(**vars(psycopg) | {"connect": PatientConnection.connect})

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        given = patience()
        if given is None:
            return super().get_new_connection(conn_params)
        if given.left <= 0:
            raise psycopg.errors.ConnectionTimeout("The database did not answer in time.")
        most = min(int(conn_params.get("connect_timeout", LEAST_TO_CONNECT)), max(LEAST_TO_CONNECT, int(given.left)))
        begun = monotonic()
        try:
            return super().get_new_connection(conn_params | {"connect_timeout": most})
        except psycopg.errors.ConnectionTimeout:
            given.left -= max(monotonic() - begun, LEAST_TO_CONNECT)
            raise

    def init_connection_state(self) -> None:
        super().init_connection_state()
        # To compile a statement takes longer than any of ours runs, and several processes for one statement do some of
        # it several times: they gain nothing where many people ask at once.
        with self.cursor() as cursor:
            cursor.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")

    def connect(self) -> None:
        super().connect()
        given = patience()
        # A server may let somebody in and be silent then: whoever is ready to wait longer greets it first.
        if given is not None and given.afterwards and not self.is_usable():
            self.close()
            raise psycopg.errors.ConnectionTimeout("The database did not answer in time.")

    def is_usable(self) -> bool:
        """Greet the server. Asked for each connection that was kept, before a request uses it."""
        with at_most(MOST_TO_GREET):
            answers = bool(super().is_usable())
        if answers and (given := patience()) is not None:
            given.hear()
        return answers
