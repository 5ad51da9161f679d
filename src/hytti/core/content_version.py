"""One number that grows whenever public content may have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from hytti import __version__

PARTS: list[Callable[[], str]] = []
NUMBERS = ["SELECT MAX(id) FROM core_auditevent"]


def add_part(part: Callable[[], str]) -> None:
    """A room whose content changes without an audit event names, from its app's ready(), what tells its version."""
    if part not in PARTS:
        PARTS.append(part)


def add_number(query: str) -> None:
    """The same for a room whose version is a number in the database: a query of its own that gives one value.

    All of them are asked at once: the version costs every kept page one query, however many rooms there are.
    """
    if query not in NUMBERS:
        NUMBERS.append(query)


def content_version() -> str:
    """Release, day, newest audit event and the rooms' own numbers and parts.

    Every write leaves an event, and dates on pages change at midnight.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({query})' for query in NUMBERS)}")
        numbers = cursor.fetchone()
    own = (__version__, f"{timezone.localdate():%Y%m%d}", *(str(number or 0) for number in numbers))
    return ".".join((*own, *(part() for part in PARTS)))


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view's pages as the same for every reader without a session, so that they may be kept ready."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]
        return response

    return marked
