"""One number that grows whenever public content may have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from hytti import __version__


def content_version() -> str:
    """Release, day and newest audit event: every write leaves an event, and dates on pages change at midnight."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM core_auditevent")
        newest = cursor.fetchone()[0]
    return f"{__version__}.{timezone.localdate():%Y%m%d}.{newest or 0}"


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view's pages as the same for every reader without a session, so that they may be kept ready."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]
        return response

    return marked
