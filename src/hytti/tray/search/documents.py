"""What of an offer is found by words, and by which filters, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .words import FACET, LONGEST_KEY, NAME, QUALITY, across_hyphens, read, sharing_ends, tokens


class Field(NamedTuple):
    """Where a word stands: how much it weighs in the order of hits, and how sure it is (per cent) that the offer is
    about it. A long text mentions much, and a class tells of its whole family of services."""

    points: int
    sureness: int


FIELDS = {
    "name": Field(16, 100),
    "keyword": Field(10, 100),
    "summary": Field(8, 100),
    "provider": Field(6, 100),
    "place": Field(6, 100),
    "text": Field(4, 84),
    "class": Field(3, 58),
}
NUMBERS = {name: number for number, name in enumerate(FIELDS)}
WAYS = len(QUALITY)
SHARED = {"keyword", "provider", "place", "class"}  # fields whose texts many offers have
Posted = tuple[str, int]


def weight(field_name: str, way: int) -> int:
    """The byte of a posting: where the word stands and how the key comes from it."""
    return NUMBERS[field_name] * WAYS + way


def worth(byte: int) -> tuple[int, int]:
    """(points, quality in per cent) of a posting's byte."""
    number, way = divmod(byte, WAYS)
    place = tuple(FIELDS.values())[number]
    return place.points * QUALITY[way] // 10, place.sureness * QUALITY[way] // 100


WORTH = [worth(byte) for byte in range(len(FIELDS) * WAYS)]
BETTER = [points * quality * quality for points, quality in WORTH]


@dataclass(frozen=True)
class Text:
    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Document:
    """An offer as the index sees it: number (pk), texts, filter values, and the name that lists are sorted by."""

    number: int
    texts: tuple[Text, ...]
    facets: tuple[tuple[str, str], ...] = ()
    order: str = ""
    names: dict[str, str] = field(default_factory=dict)


def keys_of(document: Document) -> dict[str, int]:
    """Each key the document is found by, with its best byte."""
    found: dict[str, int] = {}
    for text in document.texts:
        keys, compounds = (_kept_keys if text.field in SHARED else _keys)(text)
        for key, byte in keys:
            known = found.get(key)
            if known is None or BETTER[byte] > BETTER[known]:
                found[key] = byte
        for key, byte in compounds:
            found.setdefault(key, byte)
    for language, name in document.names.items():
        found[name_key(language, name)] = 0
    for facet, value in document.facets:
        found[facet_key(facet, value)] = 0
    return found


def _keys(text: Text) -> tuple[list[Posted], list[Posted]]:
    """Keys of a text's words with their bytes, and of its compounds with a hyphen."""
    number = NUMBERS[text.field] * WAYS
    found = {
        (key, number + way): None
        for token in dict.fromkeys(tokens(text.text))
        for key, way in read(token, text.language)
    }
    compounds = [*across_hyphens(text.text), *sharing_ends(text.text)] if "-" in text.text else ()
    return list(found), [(key, number + way) for key, way in compounds]


_kept_keys = lru_cache(maxsize=5_000)(_keys)


def facet_key(facet: str, value: str) -> str:
    return f"{FACET}{facet}:{value}"[:LONGEST_KEY]


def name_key(language: str, name: str) -> str:
    return f"{NAME}{language}:{name}"[:LONGEST_KEY]
