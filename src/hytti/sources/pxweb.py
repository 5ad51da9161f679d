"""Statistics Finland's and others' PxWeb, API version 1: metadata of a table and its cells as JSON-stat 2.0."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import jsonstat
from .http import as_json, reader
from .problems import Code, Refused, problem
from .records import COUNTRY, Fetched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .http import Client

STATFIN = "https://pxdata.stat.fi/PxWeb/api/v1/fi/StatFin"
LEVELS = {"KU": "kunta", "SK": "seutukunta", "MK": "maakunta"}


@dataclass(frozen=True)
class Variable:
    """A variable of a table with its codes and their texts; one with `elimination` may be left out of a query."""

    code: str
    text: str
    values: tuple[str, ...]
    texts: tuple[str, ...]
    elimination: bool
    time: bool


@dataclass(frozen=True)
class TableMetadata:
    """What a table can be asked for."""

    title: str
    variables: tuple[Variable, ...]


class PxWeb:
    """A database behind PxWeb.

    base: the address above the tables, with language and database; cells: how many may be asked for at a time;
    licence: in words, as the owner of the database tells it.
    """

    def __init__(
        self, client: Client, *, base: str = STATFIN, cells: int = 100_000, licence: str = "CC BY 4.0"
    ) -> None:
        self._client, self._base, self._cells, self._licence = client, base, cells, licence

    def metadata(self, table: str) -> TableMetadata:
        """The variables of a table such as "vaenn/statfin_vaenn_pxt_14wx.px"; the ending is a part of its name."""
        address = self._address(table)
        return self._client.get(address, lambda body: _metadata(body, address)).content

    def data(self, table: str, selection: Mapping[str, Sequence[str]]) -> Fetched:
        """The cells of the values chosen for each variable; an empty choice is all of its values.

        A question above the limit of cells is asked in parts along one variable. The table has the columns of
        `jsonstat.Dataset`. Raises Unreachable, Refused or Unexpected.
        """
        address = self._address(table)
        chosen = _chosen(self.metadata(table), selection, table)
        answers = [
            self._client.post(address, _query(part), lambda body: jsonstat.parse(body, address))
            for part in self._parts(chosen, address)
        ]
        whole = answers[0].sha256 if len(answers) == 1 else _sha256_of([answer.sha256 for answer in answers])
        return Fetched(
            source=f"pxweb-{table.rpartition('/')[2]}",
            address=address,
            fetched_at=min(answer.fetched_at for answer in answers),
            licence=self._licence,
            sha256=whole,
            table=pa.concat_tables([answer.content.table for answer in answers]),
        )

    def _parts(self, chosen: Mapping[str, Sequence[str]], address: str) -> Iterator[dict[str, Sequence[str]]]:
        """The choice cut along its longest variable."""
        longest = max(chosen, key=lambda code: len(chosen[code]))
        others = math.prod(len(values) for code, values in chosen.items() if code != longest)
        step = self._cells // others
        if step == 0:
            raise Refused(problem(Code.TOO_MANY_CELLS, address=address, limit=self._cells))
        for start in range(0, len(chosen[longest]), step):
            yield {**chosen, longest: chosen[longest][start : start + step]}

    def _address(self, table: str) -> str:
        if not table.endswith(".px"):
            raise ValueError(f"the name of a table ends in .px, and {table!r} does not")
        return f"{self._base}/{table}"


def area_key(code: str) -> str | None:
    """The key of the area that Statistics Finland's code such as KU398, MK07, SK071 or SSS means; None of others."""
    if code == "SSS":
        return COUNTRY
    level, number = LEVELS.get(code[:2]), code[2:]
    return f"{level}-{number}" if level and number.isdecimal() else None


@reader
def _metadata(body: bytes, address: str) -> TableMetadata:
    """The title of a table, and its variables with code, text, values and valueTexts."""
    told = as_json(body, address)
    return TableMetadata(str(told["title"]), tuple(_variable(variable) for variable in told["variables"]))


def _variable(told: dict[str, Any]) -> Variable:
    values, texts = tuple(map(str, told["values"])), tuple(map(str, told["valueTexts"]))
    return Variable(
        str(told["code"]), str(told["text"]), values, texts, bool(told.get("elimination")), bool(told.get("time"))
    )


def _chosen(metadata: TableMetadata, selection: Mapping[str, Sequence[str]], table: str) -> dict[str, Sequence[str]]:
    """The values to ask for; a variable that may be left out and is not chosen is left out."""
    known = {variable.code: variable for variable in metadata.variables}
    for code, values in selection.items():
        if code not in known:
            raise Refused(problem(Code.UNKNOWN_VALUE, table=table, variable=table, value=code))
        for value in values:
            if value not in known[code].values:
                raise Refused(problem(Code.UNKNOWN_VALUE, table=table, variable=code, value=value))
    return {
        code: selection.get(code) or variable.values
        for code, variable in known.items()
        if code in selection or not variable.elimination
    }


def _query(chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    asked = [{"code": code, "selection": {"filter": "item", "values": list(values)}} for code, values in chosen.items()]
    return {"query": asked, "response": {"format": "json-stat2"}}


def _sha256_of(digests: Sequence[str]) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()
