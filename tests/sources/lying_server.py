"""A server on loopback that says what it is told to say, as a whole answer or in one of the ways servers fail."""

from __future__ import annotations

import gzip
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """One answer. cut: how many bytes of the promised ones come; silent: nothing comes until the test is over."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: bool = False
    zipped: bool = False


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *args: Any) -> None:
        """A client that hangs up is a part of the tests."""


class LyingServer:
    """`says[path]` are the answers to a path without its query, one after another; the last one repeats."""

    def __init__(self) -> None:
        self.says: dict[str, list[Say]] = defaultdict(list)
        self.asked: list[Asked] = []
        self._over = threading.Event()
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def say(self, path: str, *answers: Say | bytes) -> str:
        """Set the answers of a path; its address."""
        self.says[path] = [answer if isinstance(answer, Say) else Say(answer) for answer in answers]
        return self.address + path

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Say:
        self.asked.append(asked)
        answers = self.says[asked.path.partition("?")[0]]
        if not answers:
            return Say(status=404)
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                said = server.answer(Asked(self.command, self.path, dict(self.headers), self.rfile.read(length)))
                if said.silent:
                    server._over.wait()
                    return
                body = gzip.compress(said.body) if said.zipped else said.body
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                if said.zipped:
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: said.cut])
                self.close_connection = said.cut is not None

            do_POST = do_GET

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        return Handler
