"""Pictures of the people of an area: the pyramid as counted, and the ages as projected; with their tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.charts.pyramid import AgeBand, SexBand, age_profile, pyramid
from hytti.core.drawn import drawn

from .. import words
from .areas import PROJECTION, RESIDENTS
from .population import BANDS, band_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from hytti.facts import Dataset

    from .population import Ages, People

WIDE, PHONE = 556, 358
MOST_AHEAD = 2
OLDEST = 85


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    subtitle: str
    svg: SafeString
    svg_phone: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    source_url: str
    method_url: str


def pictures(found: People, area: str) -> tuple[Picture, ...]:
    """The pyramid of the newest year that is known by sex, and the projection; what is not known is left out."""
    drawings = []
    if found.counted is not None and found.counted.men and found.counted.women:
        drawings.append(_pyramid(found.counted, area))
    if found.projected:
        drawings.append(_ahead(found.projected, area))
    return tuple(drawings)


def _told(dataset: Dataset | None, indicator: str) -> tuple[str, str, str]:
    """Source with its date, its address, and the page that tells of the method."""
    method = reverse("indicators:indicator", args=[indicator])
    if dataset is None:
        return "", "", method
    return f"{dataset.attribution} ({words.day(dataset.as_of)})", dataset.address, method


def tick_text(value: float, decimals: int) -> str:
    return words.number(value, decimals)


def _pyramid(ages: Ages, area: str) -> Picture:
    bands = [SexBand(band_name(first), ages.men.get(first), ages.women.get(first)) for first in BANDS]
    largest = max(BANDS, key=lambda first: ages.everyone.get(first, 0))
    told = {"area": area, "year": ages.year, "band": band_name(largest), "number": words.number(ages.total, 0)}
    title = _("%(area)s: suurin ikäryhmä on %(band)s-vuotiaat") % told
    desc = (
        _("Väestöpyramidi %(year)s: miehet vasemmalla, naiset oikealla, nuorimmat alinna. Yhteensä %(number)s.") % told
    )

    def draw(width: int, key: str) -> SafeString:
        return drawn(
            pyramid(
                bands, key=key, width=width, title=title, desc=desc,
                men_text=_("Miehet"), women_text=_("Naiset"), tick_text=tick_text,
            )
        )  # fmt: skip

    rows = tuple(
        (band_name(first), *(words.number(side.get(first), 0) for side in (ages.men, ages.women, ages.everyone)))
        for first in reversed(BANDS)
    )
    return Picture(
        title,
        _("Henkilöä iän ja sukupuolen mukaan 31.12.%(year)s") % told,
        draw(WIDE, "pyramid"),
        draw(PHONE, "pyramid-phone"),
        (_("Ikä"), _("Miehet"), _("Naiset"), _("Yhteensä")),
        rows,
        *_told(ages.dataset, RESIDENTS),
    )


def _ahead(years: Sequence[Ages], area: str) -> Picture:
    now, later = years[0], years[1 : 1 + MOST_AHEAD]
    bands = [
        AgeBand(band_name(first), now.everyone.get(first), [ages.everyone.get(first) for ages in later])
        for first in BANDS
    ]
    desc = _("Väestö iän mukaan: palkit %(year)s, ääriviivat %(later)s. Nuorimmat alinna.") % {
        "year": now.year,
        "later": ", ".join(str(ages.year) for ages in later) or "–",
    }
    title = _ahead_title(now, later[-1], area) if later else _("%(area)s: väestö iän mukaan") % {"area": area}

    def draw(width: int, key: str) -> SafeString:
        return drawn(
            age_profile(
                bands, key=key, width=width, title=title, desc=desc, tick_text=tick_text,
                now_text=str(now.year), ahead_texts=[str(ages.year) for ages in later],
            )
        )  # fmt: skip

    shown = (now, *later)
    return Picture(
        title,
        _("Henkilöä iän mukaan, väestöennuste. Myös ensimmäinen vuosi on ennuste."),
        draw(WIDE, "ages-ahead"),
        draw(PHONE, "ages-ahead-phone"),
        (_("Ikä"), *(str(ages.year) for ages in shown)),
        tuple(
            (band_name(first), *(words.number(ages.everyone.get(first), 0) for ages in shown))
            for first in reversed(BANDS)
        ),
        *_told(now.dataset, PROJECTION),
    )


def _ahead_title(now: Ages, later: Ages, area: str) -> str:
    """The finding: what becomes of those aged 85 or more, who need the most services."""
    first, last = (sum(people for at, people in ages.everyone.items() if at >= OLDEST) for ages in (now, later))
    told = {"area": area, "year": later.year, "first": words.number(first, 0), "last": words.number(last, 0)}
    if last > first:
        return _("%(area)s: 85 vuotta täyttäneitä %(first)s, ennusteen mukaan %(last)s vuonna %(year)s") % told
    return _("%(area)s: väestö iän mukaan vuoteen %(year)s") % told
