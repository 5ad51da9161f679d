"""The path of links that leads to a page of the tray."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From the front page through the tray to the given steps; the last one is the page itself."""
    return [(_("Etusivu"), reverse("front")), (_("Tarjotin"), reverse("tray:search")), *steps]
