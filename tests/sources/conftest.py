"""A lying server, a clock that only sleeping moves, and a client between them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hytti.sources.http import Client, Manners
from sources.lying_server import LyingServer

DATA = Path(__file__).parent / "data"


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
        self.slept: list[float] = []

    def __call__(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def stored():
    """The bytes of a stored answer."""
    return lambda name: (DATA / name).read_bytes()


@pytest.fixture
def server():
    server = LyingServer()
    yield server
    server.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make_client(clock, tmp_path):
    """A client with the cache of the test; manners and the rest by name."""

    def make(*, limit=1_000_000, timeout=5.0, patience=300.0, pause=1.0, **more):
        manners = Manners(limit=limit, timeout=timeout, patience=patience, pause=pause, attempts=4)
        told = {"cache": tmp_path / "answers", "clock": clock, "sleep": clock.sleep, "jitter": lambda: 1.0, **more}
        return Client(name="Hytti/1", contact="hyte@example.org", manners=manners, **told)

    return make


@pytest.fixture
def client(make_client):
    return make_client()
