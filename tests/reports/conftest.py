"""Every PDF that these tests make has its structure looked at."""

from __future__ import annotations

import pytest

from hytti.reports import pdf
from reports.structure import faults


@pytest.fixture(autouse=True)
def _structure_is_looked_at(monkeypatch):
    last_step = pdf.with_row_headers

    def looked_at(made, rows):
        tagged = last_step(made, rows)
        assert faults(tagged) == []
        return tagged

    monkeypatch.setattr(pdf, "with_row_headers", looked_at)
