"""The frame of the room's pages: the real side and the made-up example, which have the same pages apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

Crumb = tuple[str, str | None]


@dataclass(frozen=True)
class Side:
    """Which side a page is of. The two share templates, never figures."""

    is_example: bool

    def url(self, name: str, *args: Any, year: int | None = None) -> str:
        """The address of a page on this side; `year` where it is not the newest."""
        address = reverse(f"coefficient:{'example_' if self.is_example else ''}{name}", args=args)
        return f"{address}?vuosi={year}" if year else address

    def crumbs(self, *steps: Crumb) -> list[Crumb]:
        """From the front page to the given steps; the last one is the page itself."""
        start: list[Crumb] = [(_("Etusivu"), reverse("front")), (_("Kerroin"), reverse("coefficient:overview"))]
        if self.is_example:
            start.append((_("Esimerkki"), self.url("overview")))
        return [*start, *steps] if steps else [*start[:-1], (start[-1][0], None)]

    def parts(self, current: str) -> list[dict[str, Any]]:
        """The pages of the room, for its own menu."""
        pages = [
            ("overview", _("Hyvinvointialue")),
            ("municipalities", _("Kunnat")),
            ("what_if", _("Kokeile")),
            ("summary", _("Tiivistelmä")),
        ]
        found = [{"label": label, "url": self.url(name), "current": name == current} for name, label in pages]
        method = {"label": _("Laskutapa"), "url": reverse("coefficient:method"), "current": current == "method"}
        return [*found, method]


REAL, EXAMPLE = Side(False), Side(True)


def year_links(url: str, years: Sequence[int], current: int) -> list[dict[str, Any]]:
    """The funding years, the newest first; the newest has the bare address."""
    return [
        {"label": str(year), "url": url if year == max(years) else f"{url}?vuosi={year}", "current": year == current}
        for year in sorted(years, reverse=True)
    ]
