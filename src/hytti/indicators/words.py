"""Figures in words: numbers, intervals, years, areas and the short sentences that stand round a figure.

Everything follows the language of the page, or `lang` where it is given. A value that is not known is "ei tietoa".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.numbers import DASH as DASH
from hytti.core.numbers import SPACE, language_of, spoken
from hytti.core.numbers import interval as interval
from hytti.core.numbers import number as number
from hytti.core.numbers import signed as signed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from hytti.facts import Area, Dataset

    from .definitions import Definition

SPARSE = 2
"""A series with less than one value in so many years is not a yearly one."""
OLD_AFTER = 3
"""A figure whose newest year is more than so many years back is called old, loudly."""


def with_unit(definition: Definition, value: float | None, lang: str | None = None) -> str:
    """The value with the indicator's decimals and short unit; no space before the per cent sign in English.

    An index is a bare number.
    """
    text = number(value, definition.decimals, lang)
    unit = definition.short_unit.in_language(language_of(lang))
    if value is None or not unit or definition.kind == "index":
        return text
    return f"{text}{'' if unit == '%' and language_of(lang) == 'en' else SPACE}{unit}"


def years(first: int, last: int) -> str:
    """A range of years: 2015–2023, or 2023 alone."""
    return str(first) if first == last else f"{first}{DASH}{last}"


def every_year(known: Sequence[int]) -> tuple[int, ...]:
    """The years of a course in order, with those that lack a figure where the series is a yearly one.

    A series with less than one year in SPARSE, as of elections, has no gaps: its years are as they are.
    """
    there = sorted(known)
    if not there or there[-1] - there[0] >= SPARSE * len(there):
        return tuple(there)
    return tuple(range(there[0], there[-1] + 1))


def period(definition: Definition, year: int) -> str:
    """The years that a figure is of: 2023, or 2019–2021 where it is the mean of three years and 2020 the middle one."""
    reach = definition.years // 2
    return years(year - reach, year + reach)


def area_name(area: Area, lang: str | None = None) -> str:
    """The name of an area in the language; the Finnish one stands in for a missing one."""
    return getattr(area, f"name_{language_of(lang)}", "") or area.name_fi


def dataset_title(dataset: Dataset, lang: str | None = None) -> str:
    """The title of a dataset in the language, or in Finnish."""
    return getattr(dataset, f"title_{language_of(lang)}", "") or dataset.title_fi


def dataset_method(dataset: Dataset, lang: str | None = None) -> str:
    """How we calculated the dataset, in the language or in Finnish; empty where nothing was calculated."""
    return getattr(dataset, f"method_{language_of(lang)}", "") or dataset.method_fi


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


def age(year: int, today: dt.date) -> str:
    """How old a figure of the year is, in words."""
    return _("%(age)s vuotta vanha") % {"age": today.year - year}


def age_sentence(year: int, today: dt.date, lang: str | None = None) -> str:
    """How old the newest figure is: "Tuorein tieto on vuodelta 2012, 14 vuotta vanha."."""
    age = today.year - year
    with spoken(lang):
        if age < 1:
            return _("Tuorein tieto on vuodelta %(year)s.") % {"year": year}
        if age == 1:
            return _("Tuorein tieto on vuodelta %(year)s, vuoden vanha.") % {"year": year}
        return _("Tuorein tieto on vuodelta %(year)s, %(age)s vuotta vanha.") % {"year": year, "age": age}


def age_warning(found: Sequence[int], today: dt.date) -> str:
    """How old the figures of these years are, where even the newest, or most of them, are old; else empty."""
    if not found:
        return ""
    if is_old(max(found), today):
        return age_sentence(max(found), today)
    old = sum(is_old(year, today) for year in found)
    if 2 * old <= len(found):
        return ""
    told = {"old": old, "count": len(found), "years": OLD_AFTER}
    return _("%(old)s / %(count)s luvusta on yli %(years)s vuotta vanhoja.") % told


def rank_words(rank: int, areas: int, lang: str | None = None) -> str:
    """The place of an area from the nearer end, as rank 1 is the greatest: "suurin", "2. suurin", "2. pienin"."""
    from_end = areas + 1 - rank
    with spoken(lang):
        if rank <= from_end:
            return _("suurin") if rank == 1 else _("%(place)s. suurin") % {"place": rank}
        return _("pienin") if from_end == 1 else _("%(place)s. pienin") % {"place": from_end}


def difference_unit(definition: Definition, lang: str | None = None) -> str:
    """The unit of a difference: of shares in per cent it is the percentage point, of an index its point."""
    unit = definition.short_unit.in_language(language_of(lang))
    with spoken(lang):
        if definition.kind == "index":
            return _("indeksipistettä")
        return _("prosenttiyksikköä") if unit == "%" else unit


def changes(new: int, revised: int, withdrawn: int, period: str, lang: str | None = None) -> str:
    """What happened to figures: "3 uutta lukua (2021–2023), 1 korjattu". `period` may be empty."""
    with spoken(lang):
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
    definition: Definition,
    datasets: Sequence[Dataset],
    period: str,
    address: str,
    today: dt.date,
    lang: str | None = None,
) -> str:
    """How the figure is named as a source, ready to be copied: every dataset it comes from, and the newest's date."""
    sources = dict.fromkeys(dataset.attribution or dataset.source for dataset in datasets)
    with spoken(lang):
        return _("%(source)s: %(name)s, %(period)s. Tiedot %(as_of)s. Luettu %(day)s: %(address)s") % {
            "source": "; ".join(sources),
            "name": definition.name.in_language(language_of(lang)),
            "period": period,
            "as_of": day(max(dataset.as_of for dataset in datasets)),
            "day": day(today.isoformat()),
            "address": address,
        }


def day(value: str, lang: str | None = None) -> str:
    """A date as exactly as it is known: 2023, 12/2023 or 31.12.2023."""
    from hytti.core.templatetags.hytti import day as written

    with spoken(lang):
        return written(value)
