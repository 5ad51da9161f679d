"""The sources stand on the ground floor: no framework, no database, and light for those who only read CSV."""

from __future__ import annotations

import subprocess
import sys

import pytest

ALL = "http, jsonstat, mapping, pxweb, sotkanet, spreadsheets, templates, workbooks"


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        (ALL, {"django", "duckdb", "hytti.core", "hytti.facts"}),
        ("spreadsheets", {"pyarrow", "urllib3", "python_calamine"}),
    ],
)
def test_the_sources_bring_nothing_with_them(modules, absent):
    code = f"import sys; from hytti.sources import {modules}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert absent.isdisjoint(loaded)
