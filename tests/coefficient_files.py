"""Files of the coefficient's tables, filled in by hand or at random; a small store that knows a few areas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pyarrow as pa
import xlsxwriter

from hytti.coefficient.exchange.columns import columns_of
from hytti.coefficient.exchange.reading import read_table
from hytti.coefficient.exchange.templates import template_csv
from hytti.facts import Area, Dataset, open_facts, store

MADE = datetime(2026, 3, 2, 8, 0)
FETCHED = datetime(2025, 9, 9, 12, 30, tzinfo=UTC)


def make_area(key, fi, sv="", en="", **more):
    level, _, code = key.partition("-")
    usual = {"valid_from": None, "valid_to": None, "county": None, "municipality": None}
    return Area(key, level, code, fi, sv or fi, en or fi, **{**usual, **more})


AREAS = [
    make_area(
        "hyvinvointialue-09",
        "Päijät-Hämeen hyvinvointialue",
        "Päijänne-Tavastlands välfärdsområde",
        "Päijät-Häme wellbeing services county",
    ),
    make_area("hyvinvointialue-91", "Ahvenanmaa", "Åland", "Åland"),
    make_area("kunta-016", "Asikkala", county="hyvinvointialue-09"),
    make_area("kunta-398", "Lahti", "Lahtis", county="hyvinvointialue-09"),
    make_area("kunta-316", "Kärkölä", county="hyvinvointialue-09"),
    make_area("kunta-035", "Brändö", county="hyvinvointialue-91"),
    make_area("kunta-532", "Nastola", county="hyvinvointialue-09", valid_to=2015),
]


def make_dataset(key, **more):
    usual = {
        "key": key, "title_fi": key, "title_sv": key, "title_en": key, "source": "THL, Sotkanet", "source_key": "",
        "address": "", "fetched_at": FETCHED, "as_of": "2025-06-01", "licence": "CC BY 4.0",
        "attribution": "THL, Sotkanet", "sha256": "0" * 64, "rows": 0, "problems": (), "borders": None,
        "calculated": False, "method_fi": "", "method_sv": "", "method_en": "", "published_at": FETCHED,
    }  # fmt: skip
    return Dataset(**{**usual, **more})


def make_table(*rows):
    indicator, area, year, value = zip(*rows, strict=True)
    flags = ["suppressed" if one is None else None for one in value]
    return pa.table({"indicator": indicator, "area": area, "year": year, "value": value, "flag": flags})


def store_with(path, datasets):
    """A store of the small areas with these datasets: key → rows of (indicator, area, year, value)."""
    with store.writing(path) as writer:
        writer.put_areas(AREAS)
        for name, rows in datasets.items():
            writer.replace_dataset(make_dataset(name.replace("_", "-")), make_table(*rows))
    return open_facts(path)


def workbook(*draw, **sheets):
    """A workbook of grids of texts and numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(grid):
                sheet.write_row(line, 0, row)
        for each in draw:
            each(book)
    return out.getvalue()


class Filled:
    """The county template as CSV with every cell filled; cells are then changed one by one."""

    def __init__(self, rules_, places, language="fi"):
        self.rules, self.places = rules_, places
        self.columns = columns_of(rules_)
        text = template_csv(rules_, places, language=language).decode("utf-8-sig")
        self.grid = list(csv.reader(io.StringIO(text), delimiter=";"))
        for number, row in enumerate(self.grid[3:]):
            for at, column in enumerate(self.columns[2:], 2):
                row[at] = str(1000 + number) if column.is_count else f"{40 + number},{at % 10}"

    def at(self, key):
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def heading(self, key):
        return self.grid[0][self.at(key)]

    def line(self, code):
        """The line of the file, as people count, where the area stands."""
        return next(at for at, row in enumerate(self.grid, 1) if row[0] == code)

    def put(self, code, key, text):
        self.grid[self.line(code) - 1][self.at(key)] = text
        return self

    def put_column(self, key, texts):
        for row, text in zip(self.grid[3:], texts, strict=False):
            row[self.at(key)] = text
        return self

    def without_row(self, code):
        del self.grid[self.line(code) - 1]
        return self

    def without_column(self, key):
        at = self.at(key)
        for row in self.grid:
            del row[at]
        self.columns = tuple(column for column in self.columns if column.key != key)
        return self

    def file(self):
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(self.grid)
        return out.getvalue().encode()

    def read(self, **more):
        return read_table(self.file(), "taulukko.csv", self.rules, self.places, **more)


def told(read, code):
    """The findings of one kind as (line, heading, arguments)."""
    return [(one.row, one.column, dict(one.arguments)) for one in read.findings if one.code == code]
