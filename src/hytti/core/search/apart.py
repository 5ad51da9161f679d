"""A table that costs much memory to make and holds little: a child makes it, and what that took is gone with it."""

from __future__ import annotations

import multiprocessing
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Made = TypeVar("Made")


class Apart(Generic[Made]):
    """What `make` gives, once for this process and those that it forks; it must be something that can be pickled."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._lock = Lock()

    def __call__(self) -> Made:
        """The table; made here where no child has made it."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def load(self) -> None:
        """Let a child make it, in a process that has one thread. Raises EOFError where the child fails."""
        receives, sends = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(target=self._send, args=(sends,))
        child.start()
        sends.close()
        self._made[:] = [receives.recv()]
        child.join()

    def _send(self, sends: Connection) -> None:
        sends.send(self._make())
