"""A row of the table of addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

EVERYBODY = "ARVKHP"
SIGNED_IN = "RVKHP"


@dataclass(frozen=True)
class Row:
    """`of` names the record of the address; `status` is what those who get in receive."""

    name: str
    readers: str
    of: str = ""
    status: int = 200
    post: dict[str, Any] | None = None
    others: dict[str, int] = field(default_factory=dict)
