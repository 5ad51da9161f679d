"""Letters, and the secrets of their links: only the hash of a secret is ever kept."""

from __future__ import annotations

import hashlib
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .permissions import NotNow


def hash_of(secret: str) -> str:
    """SHA-256 of a link's secret as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_to(path: str) -> str:
    """The whole address of a page of this service."""
    return f"{settings.SITE_ADDRESS}{path}"


def send(to: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send a letter of plain text. Raises NotNow, in plain words, where it cannot be sent."""
    letter = EmailMessage(subject=subject, body=render_to_string(template, context), to=[to])
    try:
        sent = letter.send()
    except (OSError, SMTPException) as error:
        raise NotNow(_("Viestiä ei voitu lähettää. Mitään ei tallennettu. Yritä myöhemmin uudelleen.")) from error
    if not sent:
        raise NotNow(_("Viestiä ei voitu lähettää. Mitään ei tallennettu. Yritä myöhemmin uudelleen."))
