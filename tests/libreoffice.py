"""LibreOffice as a second opinion on a workbook's formulas: it computes them all again, from nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import python_calamine

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
WHY_NOT = "LibreOffice (Debian: libreoffice-calc) is not installed"
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
"""A setting: compute every formula when a file is opened, whatever value stands in it."""


def without_values(data):
    """The workbook with a wrong value in every cell that has a formula, so that none can pass unread."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as there, zipfile.ZipFile(out, "w") as made:
        for name in there.namelist():
            part = there.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>-12345</v>", part)
            made.writestr(name, part)
    return out.getvalue()


def recomputed(books, folder):
    """The workbooks as LibreOffice computes them, by name: {name: bytes} of .xlsx files."""
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(ALWAYS)
    sources = folder / "given"
    sources.mkdir()
    for name, data in books.items():
        (sources / name).write_bytes(without_values(data))
    subprocess.run(
        [
            PROGRAM,
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--headless",
            *("--convert-to", "xlsx"),
            *("--outdir", str(folder / "computed")),
            *(str(sources / name) for name in books),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {name: (folder / "computed" / name).read_bytes() for name in books}


def cells(data):
    """Every cell with something, by sheet, row and column."""
    book = python_calamine.load_workbook(io.BytesIO(data))
    return {
        (sheet, row, column): value
        for sheet in book.sheet_names
        for row, line in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1)
        for column, value in enumerate(line)
        if value != ""
    }
