"""How far a long piece of work is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Step: TypeAlias = Callable[[int, int], None]
"""Called with the steps done and all of them. It may raise Cancelled: nothing has been written by then."""


class Cancelled(Exception):
    """Someone stopped the work."""


def silent(done: int, of: int) -> None:
    """Nobody follows the work."""
