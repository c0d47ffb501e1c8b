"""Servers that are asked for and fail: stand-ins for Redis, S3 and the like that refuse, are silent, slow or full."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def refusing_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield listening.getsockname()[1]


class _Redis(socketserver.StreamRequestHandler):
    """As much of Redis as Django's cache asks for."""

    server: "FakeRedis"

    def handle(self) -> None:
        with suppress(ConnectionError, ValueError):
            while line := self.rfile.readline():
                parts = []
                for _ in range(int(line[1:])):
                    size = int(self.rfile.readline()[1:])
                    parts.append(self.rfile.read(size + 2)[:-2])
                time.sleep(self.server.pause)
                self.wfile.write(self.answer(parts[0].upper().decode(), parts[1:]))

    def answer(self, command: str, words: list[bytes]) -> bytes:
        held = self.server.held
        self.server.asked.append(command)
        if self.server.is_full and command in {"SET", "INCRBY", "MSET"}:
            return b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"
        match command, words:
            case "SET", [key, value, *rest]:
                if b"NX" in rest and key in held:
                    return b"_\r\n"
                held[key] = value
                return b"+OK\r\n"
            case "GET", [key]:
                return b"$%d\r\n%s\r\n" % (len(held[key]), held[key]) if key in held else b"_\r\n"
            case "DEL", keys:
                return b":%d\r\n" % sum(held.pop(key, None) is not None for key in keys)
            case "EXISTS", [key]:
                return b":%d\r\n" % (key in held)
            case "INCRBY", [key, number]:
                held[key] = b"%d" % (int(held[key]) + int(number))
                return b":%s\r\n" % held[key]
            case "HELLO", _:
                return b"%1\r\n+proto\r\n:3\r\n"
            case "CLIENT" | "SELECT" | "PING" | "EXPIRE", _:
                return b"+OK\r\n"
        return b"-ERR unknown command\r\n"


class FakeRedis(socketserver.ThreadingTCPServer):
    """Redis in this process, which can be made full and slow."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Redis)
        self.held: dict[bytes, bytes] = {}
        self.asked: list[str] = []
        self.is_full = False
        self.pause = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def fake_redis(port: int = 0) -> Iterator[FakeRedis]:
    with FakeRedis(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def _message(kind: bytes, *words: bytes) -> bytes:
    body = b"".join(word + b"\0" for word in words)
    return kind + struct.pack("!i", 4 + len(body)) + body


# What PostgreSQL says to whoever it lets in without a password.
_WELCOME = (
    b"R" + struct.pack("!ii", 8, 0)
    + _message(b"S", b"server_version", b"17.0")
    + _message(b"S", b"client_encoding", b"UTF8")
    + _message(b"S", b"standard_conforming_strings", b"on")
    + _message(b"S", b"TimeZone", b"UTC")
    + b"K" + struct.pack("!iii", 12, 1, 1)
    + b"Z" + struct.pack("!i", 5) + b"I"
)  # fmt: skip


class _SilentPostgres(socketserver.StreamRequestHandler):
    """Lets everybody in, and says nothing after that."""

    def handle(self) -> None:
        with suppress(OSError, struct.error):
            while True:
                (size,) = struct.unpack("!i", self.rfile.read(4))
                (code,) = struct.unpack("!i", self.rfile.read(size - 4)[:4])
                # Of three ways to begin, encryption and GSSAPI are not taken.
                self.wfile.write(b"N" if code in {80877103, 80877104} else _WELCOME)
                if code == 196608:
                    break
            while self.rfile.read(1):
                pass


@contextmanager
def silent_postgres() -> Iterator[int]:
    """The port of a PostgreSQL that lets everybody in and answers no question."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _SilentPostgres) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


class _Http(BaseHTTPRequestHandler):
    """A bucket, DataCite and the like, as far as it matters how they fail."""

    server: "FakeHttp"
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(self.server.pause)
        writes = self.command in {"PUT", "POST"}
        status = self.server.full if writes and self.server.full else 200 if writes else 404
        said = b"" if self.command == "HEAD" else b"<Error><Code>QuotaExceeded</Code><Message>full</Message></Error>"
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.send_header("Content-Type", "application/xml")
            self.end_headers()
            self.wfile.write(said)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - as they are called by

    def log_message(self, *args: Any) -> None:
        """Nobody reads it."""


class FakeHttp(ThreadingHTTPServer):
    """A server that takes everything after a pause, or nothing where it is `full`, which is what it answers then."""

    daemon_threads = True

    def __init__(self, *, pause: float = 0.0, full: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Http)
        self.pause, self.full = pause, full


class _Smtp(socketserver.StreamRequestHandler):
    """As much of a mail server as refuses a mail."""

    server: Any

    def handle(self) -> None:
        with suppress(ConnectionError):
            self.wfile.write(b"220 camtree.test\r\n")
            while line := self.rfile.readline():
                time.sleep(self.server.pause)
                is_mail = line.upper().startswith(b"MAIL") and self.server.is_full
                self.wfile.write(b"452 4.3.1 Insufficient system storage\r\n" if is_mail else b"250 OK\r\n")


@contextmanager
def served(server: socketserver.TCPServer) -> Iterator[int]:
    """The port of a server that runs in this process."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield int(server.socket.getsockname()[1])
    server.shutdown()
    server.server_close()


@contextmanager
def fake_smtp(*, pause: float = 0.0, is_full: bool = False) -> Iterator[int]:
    """The port of a mail server that is slow, or takes no mail."""
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    server.daemon_threads, server.block_on_close = True, False
    server.pause, server.is_full = pause, is_full
    with served(server) as port:
        yield port
