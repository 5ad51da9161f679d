"""How often one source or one address may do a thing. Neither is kept: the counter's name is a keyed hash of it.

The counting is the sign-in library's, which locks its counters in the shared cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

BY_SOURCE = {
    "code": "20/h/key",
    "letter": "20/h/key",
    "request": "20/h/key",
    "give": "60/h/key",
    "collect": "600/h/key",
    "file": "30/h/key",
    "tell": "20/h/key",
}
BY_ADDRESS = {"letter": "3/d/key", "request": "3/d/key"}


def allows(request: HttpRequest, action: str, *, address: str = "", look: bool = False) -> bool:
    """Count one try of an action; False where there have been too many from the source or for the address.

    look: only tell, count nothing.
    """
    source = f"source {get_adapter(request).get_client_ip(request)}"
    if not _within(request, BY_SOURCE, action, source, look=look):
        return False
    return not address or _within(request, BY_ADDRESS, action, f"address {address.strip().lower()}", look=look)


def _within(request: HttpRequest, rates: dict[str, str], action: str, who: str, *, look: bool) -> bool:
    key = salted_hmac("hytti.tray.limits", who, algorithm="sha256").hexdigest()
    used = ratelimit.consume(
        request, app="hytti.tray", action=action, config=rates, key=key, dry_run=look, limit_get=True
    )
    return used is not None
