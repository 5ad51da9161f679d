"""A pack of a few files that a test may change before it loads it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.utils import translation

from hytti.core.packs.loading import load

PACK = Path(__file__).resolve().parents[2] / "regions" / "paijat-hame"
SOURCED = "  source: hyte-esitys-2023\n  as_of: '2023'\n"


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def pack(tmp_path):
    """Load the region's pack with other files of plans: pack(plans="…", duty_evidence="…", plans_not_found="…")."""

    def load_with(**files: str):
        folder = tmp_path / "pack"
        if not folder.exists():
            shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns("statistics"))
        for name in ("plans", "duty_evidence", "plans_not_found"):
            (folder / f"{name}.yaml").write_text(files.get(name, "[]"), encoding="utf-8")
        return load(folder)

    return load_with
