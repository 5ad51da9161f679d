"""A text that the database keeps unreadable: contact details and wishes of residents."""

from __future__ import annotations

import base64
import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Combinable, Expression

log = logging.getLogger(__name__)


@cache
def _cipher(*secrets: str) -> MultiFernet:
    """The first secret writes, all of them read; each key is derived for this use alone."""
    keys = [HKDF(SHA256(), length=32, salt=None, info=b"hytti.tray.requests").derive(one.encode()) for one in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def cipher() -> MultiFernet:
    return _cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


class SecretText(models.TextField):
    """Encrypted and signed with a key of the service's SECRET_KEY (older ones in SECRET_KEY_FALLBACKS are read).

    It cannot be searched. An empty text stays empty. What no key opens reads as an empty text, and the log says so.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, expression: Expression | Combinable, db: BaseDatabaseWrapper) -> str:
        if not value:
            return ""
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            log.error("A secret text cannot be read: SECRET_KEY has changed without SECRET_KEY_FALLBACKS.")
            return ""
