"""Every file of a report is the same to the byte in other processes, time zones and orders of sets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CODE = """
import django; django.setup()
import hashlib, json
from hytti.reports import docx, frozen, html, pdf, tables
from reports.samples import document
made = {
    "frozen": frozen.freeze(document()),
    "html": html.html(document()).encode(),
    "pdf": pdf.pdf(document()),
    "docx": docx.docx(document()),
    "xlsx": tables.xlsx(document()),
    "csv": tables.csv(document()).encode(),
}
print(json.dumps({form: hashlib.sha256(file).hexdigest() for form, file in made.items()}))
"""


def sums(zone, seed):
    place = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "hytti.config.settings"}
    place["PYTHONPATH"] = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    done = subprocess.run([sys.executable, "-c", CODE], env=place, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def both():
    return sums("Europe/Helsinki", "1"), sums("Pacific/Auckland", "2")


@pytest.mark.parametrize("form", ["frozen", "html", "pdf", "docx", "xlsx", "csv"])
def test_the_same_document_gives_the_same_bytes(both, form):
    here, there = both
    assert here[form] == there[form]
