"""The items of one JSON document one at a time: its text is held, its objects are not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .problems import Code, Unexpected, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 100 * 1024 * 1024
LISTS = ("itemList", "items", "data", "results", "contents")
ENVELOPE = frozenset(
    [
        "pageNumber",
        "pageSize",
        "pageCount",
        "page",
        "totalItems",
        "totalPages",
        "meta",
        "links",
        "count",
        "next",
        "previous",
    ]
)
SPACE = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode


class Document:
    """A list, a page with a list in it, or an object of objects by id; iterate over it once.

    `envelope` has what stands beside the list; it is whole when the items have been gone through. Raises Unexpected
    on a web page, on what is too large (in bytes), and where the text breaks: the items before that have come.
    """

    def __init__(self, body: bytes, address: str, *, largest: int = LARGEST) -> None:
        if len(body) > largest:
            raise Unexpected(problem(Code.ANSWER_TOO_LARGE, address=address, limit=largest))
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise Unexpected(problem(Code.HTML, address=address))
        try:
            self._text = body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unexpected(problem(Code.NOT_JSON, address=address)) from error
        self.address, self.envelope = address, dict[str, Any]()
        self._at = 0

    def __iter__(self) -> Iterator[Any]:
        try:
            if self._sign() == "[":
                yield from self._list()
            elif self._sign() == "{":
                yield from self._object()
            else:
                raise ValueError("neither a list nor an object")
            if self._sign():
                raise ValueError("something after the end")
        except (ValueError, RecursionError) as error:
            raise Unexpected(problem(Code.NOT_JSON, address=self.address)) from error

    def _object(self) -> Iterator[Any]:
        alone: dict[str, Any] = {}
        self._take("{")
        while self._sign() != "}":
            key = self._value()
            self._take(":")
            if key in LISTS and self._sign() == "[":
                yield from self._list()
            else:
                value = self._value()
                if key in ENVELOPE:
                    self.envelope[key] = value
                elif isinstance(value, dict) and value.get("id") == key:
                    yield value
                else:
                    alone[key] = value
            if self._sign() != "}":
                self._take(",")
        self._take("}")
        if "id" in alone or "contentId" in alone:
            yield alone | self.envelope
        elif not self.envelope and alone:
            raise ValueError("an object without items")

    def _list(self) -> Iterator[Any]:
        self._take("[")
        while self._sign() != "]":
            yield self._value()
            if self._sign() != "]":
                self._take(",")
        self._take("]")

    def _value(self) -> Any:
        self._sign()
        value, self._at = _decode(self._text, self._at)
        return value

    def _sign(self) -> str:
        found = SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise ValueError(f"{sign} was expected")
        self._at += 1
