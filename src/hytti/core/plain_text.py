"""Texts without the markup that a word processor or a page pastes along."""

from __future__ import annotations

import html
import re
from typing import Any

from django.db import models

from .forms.fields import readable

# Each pattern stops at the next mark of its own kind, so that no text is read over and over.
NOT_TEXT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(style|script|xml)\b(?:(?!<\1\b).)*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|tr)\s*>|<br\s*/?>", re.IGNORECASE)
ELEMENTS = (
    "a|abbr|article|b|big|blockquote|body|br|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|font|footer|h[1-6]|head|"
    "header|hr|html|i|img|ins|li|link|main|meta|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|"
    "table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|xml|[a-z][a-z0-9]*:[a-z][a-z0-9]*"
)
TAG = re.compile(rf"</?(?:{ELEMENTS})(?=[\s/>])[^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
MARKS = {
    **dict.fromkeys((0x00, 0xAD, 0x200B, 0x2060, 0xFEFF)),  # not seen: end of a string, soft hyphen, zero widths
    **dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n"),  # a word processor's own line breaks
    0xA0: " ",
    0xF0B7: "•",  # the bullet of the Symbol font
}
TIMES_TOO_LONG = 10  # a text this many times longer than fits is refused as it is


def cleaned(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values with their texts as plain text: what a word processor or a page pastes along is left out.

    A name is one line. A text that is far too long stays as it is: it will be refused with its length.
    """
    return {
        name: _plain_for(model._meta.get_field(name), value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _plain_for(field: Any, text: str) -> str:
    if field.max_length and len(text) > TIMES_TOO_LONG * field.max_length:
        return text
    return plain(text) if isinstance(field, models.TextField) else " ".join(plain(text).split())


def plain(text: str) -> str:
    """The text without markup, soft hyphens and unseen marks; paragraphs are kept."""
    if TAG.search(text):
        text = NOT_TEXT.sub("", text)
        if BLOCK.search(text):
            text = BLOCK.sub("\n", " ".join(text.split()))
        text = html.unescape(TAG.sub("", text))
    text = readable(text.translate(MARKS), lines=True)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" ") for line in text.split("\n")))
