"""Small workbooks, made in the test: XLSX by XlsxWriter, ODS by hand."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(*sheets, names=(), hidden=(), draw=lambda book: None):
    """A workbook of grids; a cell may be a function of the sheet and its place."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "default_date_format": "d.m.yyyy"}
    ) as book:
        for place, grid in enumerate(sheets):
            sheet = book.add_worksheet(names[place] if place < len(names) else None)
            if place in hidden:
                sheet.hide()
            for line, row in enumerate(grid):
                for column, cell in enumerate(row):
                    cell(sheet, line, column) if callable(cell) else sheet.write(line, column, cell)
        draw(book)
    return out.getvalue()


def ods(*tables):
    """A document of one table for each pair of a name and the XML of its rows."""
    content = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": ODS.format(tables=content)})


def row(*cells, repeated=1):
    texts = "".join(cell if cell.startswith("<") else text(cell) for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{texts}</table:table-row>'


def text(value, repeated=1):
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def number(value):
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def changed(data, part, old, new):
    """The same file with something else in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    return zipped({**parts, part: parts[part].replace(old.encode(), new.encode())})
