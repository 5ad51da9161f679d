"""Numbers in words: by the rules of the page's language, or of `lang` where it is given."""

from __future__ import annotations

from contextlib import nullcontext
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

SPACE = "\u00a0"
MINUS = "\u2212"
DASH = "–"
ANY_SIZE = Context(prec=400)
SEPARATORS = {"en": (",", "."), "fi": (SPACE, ","), "sv": (SPACE, ",")}


def number(value: float | Decimal | None, decimals: int | None = None, lang: str | None = None) -> str:
    """A number by the rules of the language: decimal comma and a no-break space between thousands, in English a point
    and a comma; a true minus sign. Halves are rounded away from zero. Without `decimals` as many as the number has.

    None, and what is not a number, gives "ei tietoa".
    """
    if value is None or not is_number(value):
        with spoken(lang):
            return _("ei tietoa")
    return _written(value if isinstance(value, Decimal) else float(value), decimals, language_of(lang))


def is_number(value: float | Decimal) -> bool:
    """Not NaN."""
    return value == value


@lru_cache(maxsize=8192)
def _written(value: float | Decimal, decimals: int | None, language: str) -> str:
    """The same number stands in pictures, tables and sentences, so what was written is kept."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if decimals is None:
        decimals = max(0, -int(exact.normalize().as_tuple().exponent))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, ANY_SIZE)
    thousands, point = SEPARATORS[language]
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float | Decimal | None, decimals: int | None = None, lang: str | None = None) -> str:
    """A change or a difference: +2,4, −0,3 or 0,0."""
    text = number(value, decimals, lang)
    above = value is not None and is_number(value) and value > 0
    return f"+{text}" if above and any(digit in text for digit in "123456789") else text


def interval(
    lower: float | Decimal | None, upper: float | Decimal | None, decimals: int, lang: str | None = None
) -> str:
    """An interval: 11,3–11,7; spaces round the dash where a limit is negative. Empty where there is none."""
    if lower is None or upper is None or not (is_number(lower) and is_number(upper)):
        return ""
    between = f"{SPACE}{DASH}{SPACE}" if lower < 0 or upper < 0 else DASH
    return f"{number(lower, decimals, lang)}{between}{number(upper, decimals, lang)}"


def language_of(lang: str | None) -> str:
    """The asked language, else that of the page; Finnish for one that Hytti does not speak."""
    code = (lang or get_language() or "fi")[:2]
    return code if code in SEPARATORS else "fi"


def spoken(lang: str | None) -> AbstractContextManager[None]:
    """The language of the page, or the one that is asked for."""
    return override(lang) if lang else nullcontext()
