"""Texts of others as plain text: no markup, no invisible signs, no more than fits."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

BLOCKS = frozenset(
    ["p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"]
)
SILENT = frozenset(("script", "style", "template", "head"))
MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&[a-zA-Z#][a-zA-Z0-9]*;")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(text: object) -> str:
    """The text without HTML, invisible and control signs, in NFC; paragraphs are kept. Nothing for what is no text."""
    if not isinstance(text, str):
        return ""
    if ("<" in text or "&" in text) and MARKUP.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").isprintable():
        text = INVISIBLE.sub("", text)
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    text = "\n".join(lines).strip()
    return re.sub(r"\n{3,}", "\n\n", text) if "\n\n\n" in text else text


def line(text: object) -> str:
    """The plain text in one line."""
    return " ".join(plain(text).split())


def whole_sentences(text: str, limit: int) -> str:
    """The first sentences that fit in so many characters; nothing where even the first one does not."""
    kept = ""
    for sentence in SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept
