"""Figures in words: numbers, intervals, years, areas and the short sentences that stand round a figure.

Everything follows the language of the page, or `lang` where it is given. A value that is not known is "ei tietoa".
"""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from hytti.facts import Area, Dataset

    from .definitions import Definition

SPACE = "\u00a0"
MINUS = "\u2212"
DASH = "–"
OLD_AFTER = 3
"""A figure whose newest year is more than so many years back is called old, loudly."""
ANY_SIZE = Context(prec=400)
SEPARATORS = {"en": (",", "."), "fi": (SPACE, ","), "sv": (SPACE, ",")}


def number(value: float | None, decimals: int | None = None, lang: str | None = None) -> str:
    """A number by the rules of the language: decimal comma and a no-break space between thousands, in English a point
    and a comma; a true minus sign. Halves are rounded away from zero. Without `decimals` as many as the number has.

    None gives "ei tietoa".
    """
    if value is None:
        with _spoken(lang):
            return _("ei tietoa")
    return _written(float(value), decimals, _language(lang))


@lru_cache(maxsize=8192)
def _written(value: float, decimals: int | None, language: str) -> str:
    """The same number stands in pictures, tables and sentences, so what was written is kept."""
    exact = Decimal(repr(value))
    if decimals is None:
        decimals = max(0, -int(exact.normalize().as_tuple().exponent))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, ANY_SIZE)
    thousands, point = SEPARATORS[language]
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float | None, decimals: int | None = None, lang: str | None = None) -> str:
    """A change or a difference: +2,4, −0,3 or 0,0."""
    text = number(value, decimals, lang)
    return f"+{text}" if value is not None and value > 0 and any(digit in text for digit in "123456789") else text


def with_unit(definition: Definition, value: float | None, lang: str | None = None) -> str:
    """The value with the indicator's decimals and short unit; no space before the per cent sign in English.

    An index is a bare number.
    """
    text = number(value, definition.decimals, lang)
    unit = definition.short_unit.in_language(_language(lang))
    if value is None or not unit or definition.kind == "index":
        return text
    return f"{text}{'' if unit == '%' and _language(lang) == 'en' else SPACE}{unit}"


def interval(lower: float | None, upper: float | None, decimals: int, lang: str | None = None) -> str:
    """An interval: 11,3–11,7; spaces round the dash where a limit is negative. Empty where there is none."""
    if lower is None or upper is None:
        return ""
    between = f"{SPACE}{DASH}{SPACE}" if lower < 0 or upper < 0 else DASH
    return f"{number(lower, decimals, lang)}{between}{number(upper, decimals, lang)}"


def years(first: int, last: int) -> str:
    """A range of years: 2015–2023, or 2023 alone."""
    return str(first) if first == last else f"{first}{DASH}{last}"


def period(definition: Definition, year: int) -> str:
    """The years that a figure is of: 2023, or 2019–2021 where it is the mean of three years and 2020 the middle one."""
    reach = definition.years // 2
    return years(year - reach, year + reach)


def area_name(area: Area, lang: str | None = None) -> str:
    """The name of an area in the language; the Finnish one stands in for a missing one."""
    return getattr(area, f"name_{_language(lang)}", "") or area.name_fi


def dataset_title(dataset: Dataset, lang: str | None = None) -> str:
    """The title of a dataset in the language, or in Finnish."""
    return getattr(dataset, f"title_{_language(lang)}", "") or dataset.title_fi


def dataset_method(dataset: Dataset, lang: str | None = None) -> str:
    """How we calculated the dataset, in the language or in Finnish; empty where nothing was calculated."""
    return getattr(dataset, f"method_{_language(lang)}", "") or dataset.method_fi


def area_slug(area: Area) -> str:
    """The area's part of an address: that of its page among the structures where it has one there.

    Of the levels that share names with municipalities and counties, the level is a part of the word.
    """
    name = slugify(area.name_fi)
    if area.level in ("kunta", "hyvinvointialue"):
        return name
    if area.level == "maa":
        return "koko-maa"
    return f"{area.code}-{name}" if area.level == "postinumero" else f"{area.level}-{name}"


def is_old(year: int, today: dt.date) -> bool:
    return today.year - year > OLD_AFTER


def age_sentence(year: int, today: dt.date, lang: str | None = None) -> str:
    """How old the newest figure is: "Tuorein tieto on vuodelta 2012, 14 vuotta vanha."."""
    age = today.year - year
    with _spoken(lang):
        if age < 1:
            return _("Tuorein tieto on vuodelta %(year)s.") % {"year": year}
        if age == 1:
            return _("Tuorein tieto on vuodelta %(year)s, vuoden vanha.") % {"year": year}
        return _("Tuorein tieto on vuodelta %(year)s, %(age)s vuotta vanha.") % {"year": year, "age": age}


def rank_words(rank: int, areas: int, lang: str | None = None) -> str:
    """The place of an area from the nearer end, as rank 1 is the greatest: "suurin", "2. suurin", "2. pienin"."""
    from_end = areas + 1 - rank
    with _spoken(lang):
        if rank <= from_end:
            return _("suurin") if rank == 1 else _("%(place)s. suurin") % {"place": rank}
        return _("pienin") if from_end == 1 else _("%(place)s. pienin") % {"place": from_end}


def difference_unit(definition: Definition, lang: str | None = None) -> str:
    """The unit of a difference: of shares in per cent it is the percentage point, of an index its point."""
    unit = definition.short_unit.in_language(_language(lang))
    with _spoken(lang):
        if definition.kind == "index":
            return _("indeksipistettä")
        return _("prosenttiyksikköä") if unit == "%" else unit


def changes(new: int, revised: int, withdrawn: int, period: str, lang: str | None = None) -> str:
    """What happened to figures: "3 uutta lukua (2021–2023), 1 korjattu". `period` may be empty."""
    with _spoken(lang):
        parts = []
        if new:
            text = ngettext("%(count)s uusi luku", "%(count)s uutta lukua", new) % {"count": number(new, 0)}
            parts.append(f"{text} ({period})" if period else text)
        if revised:
            parts.append(_("%(count)s korjattu") % {"count": number(revised, 0)})
        if withdrawn:
            parts.append(_("%(count)s poistettu") % {"count": number(withdrawn, 0)})
        return ", ".join(parts)


def sex(key: str) -> str:
    """total, male or female in words."""
    return {"male": _("Miehet"), "female": _("Naiset")}.get(key) or _("Yhteensä")


def citation(
    definition: Definition, dataset: Dataset, period: str, address: str, today: dt.date, lang: str | None = None
) -> str:
    """How the figure is named as a source, ready to be copied."""
    with _spoken(lang):
        return _("%(source)s: %(name)s, %(period)s. Tiedot %(as_of)s. Luettu %(day)s: %(address)s") % {
            "source": dataset.attribution or dataset.source,
            "name": definition.name.in_language(_language(lang)),
            "period": period,
            "as_of": day(dataset.as_of),
            "day": day(today.isoformat()),
            "address": address,
        }


def day(value: str, lang: str | None = None) -> str:
    """A date as exactly as it is known: 2023, 12/2023 or 31.12.2023."""
    from hytti.core.templatetags.hytti import day as written

    with _spoken(lang):
        return written(value)


def _language(lang: str | None) -> str:
    code = (lang or get_language() or "fi")[:2]
    return code if code in SEPARATORS else "fi"


def _spoken(lang: str | None) -> AbstractContextManager[None]:
    """The language of the page, or the one that is asked for."""
    return override(lang) if lang else nullcontext()
