"""Money, points and coefficients in words, in the language of the page or in `lang` where it is given."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.numbers import SPACE, is_number, language_of, number, signed, spoken

if TYPE_CHECKING:
    from collections.abc import Callable


def euros(value: Decimal | float | None, decimals: int = 0, lang: str | None = None) -> str:
    """145 189 €, in English €145,189. None gives "ei tietoa"."""
    return _money(number, value, decimals, lang)


def signed_euros(value: Decimal | float | None, decimals: int = 0, lang: str | None = None) -> str:
    """A change of money: +12 000 € or −12 000 €, in English +€12,000."""
    return _money(signed, value, decimals, lang)


def _money(write: Callable[..., str], value: Decimal | float | None, decimals: int, lang: str | None) -> str:
    text = write(value, decimals, lang)
    if value is None or not is_number(value):
        return text
    if language_of(lang) != "en":
        return f"{text}{SPACE}€"
    sign = text[0] if text[0] in "+−" else ""
    return f"{sign}€{text[len(sign) :]}"


def rounded(value: Decimal) -> Decimal:
    """A sum for a headline: its four first digits, the rest zeros; halves are rounded away from zero."""
    return value.quantize(Decimal(1).scaleb(max(value.adjusted() - 3, 0)), ROUND_HALF_UP) + 0


def text_of(localised: Any, lang: str | None = None) -> str:
    """A text that is kept in three languages."""
    return str(getattr(localised, language_of(lang)) or localised.fi)


def place(rank: int, of: int, lang: str | None = None) -> str:
    """The place among the areas: 7./22, in English 7 of 22; 0 is not known."""
    if not rank:
        return number(None, lang=lang)
    with spoken(lang):
        return _("%(rank)s./%(of)s") % {"rank": rank, "of": of}


def value(number_: float | None, decimals: int, unit: str, lang: str | None = None) -> str:
    """A figure with its unit; no space before the per cent sign in English."""
    text = number(number_, decimals, lang)
    return with_unit(text, unit, lang) if number_ is not None and unit else text


def with_unit(text: str, unit: str, lang: str | None = None) -> str:
    """A written figure and its unit, by the same rule."""
    return f"{text}{'' if unit == '%' and language_of(lang) == 'en' else SPACE}{unit}"
