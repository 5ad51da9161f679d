"""What is known of a funding year without any table: prices and residents, and so what a hundredth is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.models import Area, Region
from hytti.core.numbers import number
from hytti.methods.coefficient.rules import known_years, rules

from ..exchange.places import FACT_LEVELS, RESIDENTS
from ..store import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hytti.facts import Dataset, Facts
    from hytti.methods.coefficient.rules import Level, Rules

CENT = Decimal("0.01")
HUNDREDTH = Decimal("0.01")


class YearNotKnown(Exception):
    """The asked funding year has no rules; `known` lists those that have."""

    def __init__(self, asked: str, known: Sequence[int]) -> None:
        self.asked, self.known = asked, known
        super().__init__(asked)


def chosen_year(asked: str | None, level: Level = "county") -> int:
    """The asked funding year, the newest known where none is asked. Raises YearNotKnown."""
    known = known_years(level)
    if not asked:
        return known[-1]
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in known:
        return int(asked)
    raise YearNotKnown(asked[:40], known)


@dataclass(frozen=True)
class Worth:
    """What an area gets at coefficient 1, and what one hundredth of the coefficient is worth; None where the number
    of residents is not known."""

    code: str
    name: str
    residents: int | None
    base_price: Decimal
    url: str = ""

    @property
    def at_one(self) -> Decimal | None:
        return None if self.residents is None else self.base_price * self.residents

    @property
    def hundredth(self) -> Decimal | None:
        return None if self.at_one is None else (self.at_one * HUNDREDTH).quantize(CENT)


@dataclass(frozen=True)
class Residents:
    """The numbers of residents of one level by code, on the last day of `year`; `dataset` is where they are from."""

    year: int
    by_code: Mapping[str, int]
    datasets: Sequence[Dataset]


def residents(rules_: Rules) -> Residents:
    """The residents that the funding year goes by: those of its `residents_year`. Empty where nothing is known."""
    store = facts()
    return _residents(store, store.version, FACT_LEVELS[rules_.level], rules_.residents_year)


@lru_cache(maxsize=32)
def _residents(store: Facts, version: str, level: str, year: int) -> Residents:
    """Asked once for each publication of the store."""
    found = [one for one in store.year_of(RESIDENTS, year, level) if one.value is not None]
    by_code = {one.area.partition("-")[2]: round(one.value) for one in found if one.value is not None}
    datasets = [store.dataset(key) for key in sorted({one.dataset for one in found})]
    return Residents(year, by_code, [one for one in datasets if one is not None])


def why_unknown(rules_: Rules, found: Residents, code: str) -> str:
    """Why there are no euros: the numbers of residents that the year goes by are lacking. Empty where they are not."""
    if code in found.by_code:
        return ""
    return _(
        "Euroja ei voi laskea: rahoitusvuosi %(year)s lasketaan asukasluvusta 31.12.%(day)s, ja sitä ei ole Hytin "
        "luvuissa. Se on Tilastokeskuksen väestötilastossa (taulukko 11re) ja Sotkanetissa (tunnusluku 127)."
    ) % {"year": rules_.funding_year, "day": found.year}


def own_county() -> Area | None:
    """The county that this installation serves."""
    region = Region.objects.select_related("area").first()
    return region.area if region else None


def municipalities() -> list[Area]:
    """The county's municipalities by name."""
    county = own_county()
    return list(Area.objects.municipalities().filter(parent=county).order_by("name_fi")) if county else []


def price_history(level: Level) -> list[Rules]:
    """The rules of every known funding year, the oldest first."""
    return [rules(level, year) for year in known_years(level)]


def price_title(history: Sequence[Rules]) -> str:
    """What the prices have done, as a title: from the last year but one to the last."""
    if len(history) < 2:
        return _("Perushinta asukasta kohti")
    before, now = history[-2].base_price, history[-1].base_price
    change = float(now / before - 1)
    if change >= 0.5:
        return _("Perushinta nousi yli puolella")
    if now > before:
        return _("Perushinta nousi %(share)s prosenttia") % {"share": number(100 * change, 1)}
    if now < before:
        return _("Perushinta laski %(share)s prosenttia") % {"share": number(-100 * change, 1)}
    return _("Perushinta pysyi ennallaan")
