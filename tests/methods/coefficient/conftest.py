from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hytti.methods.coefficient import Table
from hytti.methods.coefficient.rules import rules
from hytti.methods.coefficient.table import COUNTIES

YEAR_2026 = rules("county", 2026)
BY_KEY = {rule.key: rule for rule in YEAR_2026.indicators}


@pytest.fixture
def counties_2026():
    return YEAR_2026


@pytest.fixture
def three_rules():
    """The rules of the note's synthetic example: P1, P4, T1 without a target, T2 with the target 1.0; three areas."""
    injuries = replace(BY_KEY["injuries"], target=None, target_kind=None)
    hips = replace(BY_KEY["hip_fractures"], target=1.0)
    return replace(YEAR_2026, indicators=(BY_KEY["checkups_age_4"], BY_KEY["mmr"], injuries, hips), areas=3)


@pytest.fixture
def three():
    return Table.of(
        "county",
        ["A", "B", "C"],
        [100_000, 200_000, 300_000],
        {
            "checkups_age_4": [40, 60, 80],
            "mmr": [94.0, 96.0, 97.5],
            "injuries": [9, 12, 9.9],
            "hip_fractures": [1.1, 1.2, 0.9],
        },
        {"injuries": [10, 12, 9], "hip_fractures": [1.2, 1.6, 1.0]},
    )


@pytest.fixture
def counties():
    """Made-up figures for all counties and indicators of 2026, none of them at a target but a few."""
    random = np.random.default_rng(2026)
    areas = len(COUNTIES)
    latest = {rule.key: np.round(random.uniform(20, 90, areas), 1) for rule in YEAR_2026.process}
    latest["mmr"] = np.round(random.uniform(92, 97.5, areas), 1)
    before = {}
    for rule in YEAR_2026.result:
        before[rule.key] = np.round(rule.target * random.uniform(1.2, 2, areas), 1)
        latest[rule.key] = np.round(before[rule.key] * random.uniform(0.9, 1.1, areas), 1)
    births = random.integers(400, 6000, areas)
    return Table.of(
        "county",
        COUNTIES,
        random.integers(70_000, 700_000, areas),
        latest,
        before,
        forms=births * random.uniform(0.5, 3, areas).round(1),
        births=births,
        years=(2024, 2023),
    )
