"""Servers that are asked for and fail: stand-ins for Redis, S3 and the like that refuse, are silent, slow or full."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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
