"""How old the data of a page is and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hytti.core.templatetags.hytti import day

if TYPE_CHECKING:
    import datetime as dt

    from hytti.core.models import Provenance, Source


@dataclass(frozen=True)
class Freshness:
    """The oldest and newest date of the data, the newest confirmation and the sources."""

    oldest: str
    newest: str
    confirmed_on: dt.date | None
    sources: list[Source]

    @property
    def dates(self) -> str:
        """“2023” or “2023–31.5.2025”."""
        if not self.newest or self.oldest == self.newest:
            return day(self.newest)
        return f"{day(self.oldest)}–{day(self.newest)}"

    @property
    def few_sources(self) -> list[Source]:
        """The sources, where they are few enough to be named in a line."""
        return self.sources if len(self.sources) <= 2 else []


def freshness_of(records: Iterable[Provenance]) -> Freshness:
    """Sum up the records' provenance; their sources must be loaded already."""
    records = list(records)
    dates = sorted({record.as_of for record in records if record.as_of})
    confirmed = [record.confirmed_on for record in records if record.confirmed_on]
    sources = {record.source.pk: record.source for record in records if record.source}
    return Freshness(
        oldest=dates[0] if dates else "",
        newest=dates[-1] if dates else "",
        confirmed_on=max(confirmed, default=None),
        sources=sorted(sources.values(), key=lambda source: source.title_fi),
    )
