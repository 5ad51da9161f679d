"""Template tags that every page may use."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .. import permissions

if TYPE_CHECKING:
    from ..models import User

register = template.Library()


def translated(record: Any, name: str, language: str | None = None) -> tuple[str, str]:
    """The text in the language and the language it is really in (Finnish where a translation is missing)."""
    language = language or get_language() or "fi"
    read = record.get if isinstance(record, dict) else lambda key, default="": getattr(record, key, default)
    text = read(f"{name}_{language}" if not isinstance(record, dict) or name else language, "")
    if text:
        return text, language
    return read(f"{name}_fi" if not isinstance(record, dict) or name else "fi", "") or "", "fi"


@register.simple_tag
def tr(record: Any, name: str = "name") -> SafeString:
    """A record's text in the page's language; Finnish stands in, marked with its language."""
    text, language = translated(record, name)
    if not text or language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def plain(record: Any, name: str = "name") -> str:
    """The same text without a mark, for attributes and titles."""
    return translated(record, name)[0] if record is not None else ""


@register.simple_tag
def tr_text(item: dict[str, str]) -> SafeString:
    """A {fi, sv, en} text kept as data."""
    return tr(item, "")


@register.filter
def day(value: dt.date | str | None) -> str:
    """A date as exactly as it is known: 2023, 7/2023 or 31.7.2023."""
    if value in (None, ""):
        return ""
    if isinstance(value, dt.datetime):
        from django.utils import timezone

        value = timezone.localtime(value).date()
    if isinstance(value, dt.date):
        value = value.isoformat()
    parts = [int(part) for part in re.findall(r"\d+", str(value))]
    if get_language() == "fi" or len(parts) == 1:
        return ("/" if len(parts) == 2 else ".").join(str(part) for part in reversed(parts))
    if len(parts) == 2:
        return f"{parts[1]}/{parts[0]}"
    if get_language() == "sv":
        return f"{parts[2]}.{parts[1]}.{parts[0]}"
    return dt.date(*parts).strftime("%-d %B %Y") if len(parts) == 3 else str(value)


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """A number by the language's rules; a true minus sign."""
    if value is None:
        return ""
    if decimals is None and isinstance(value, float) and value.is_integer():
        value = int(value)
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True).replace("-", "−")


@register.simple_tag
def may(user: User, right: str, record: Any = None) -> bool:
    """Whether the reader may do this to the record."""
    return permissions.allows(user, right, record)


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some values changed; None removes, and the page number starts again."""
    query = context["request"].GET.copy()
    query.pop("sivu", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"
