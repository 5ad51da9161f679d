"""Our hidden cells beside those of τ-ARGUS (pytauargus, its engine within the wheel), which only tests may import.

The two do not promise the same: τ-ARGUS keeps a cell from being worked out within a tenth of the threshold and hides
the smallest sum of counts; we keep a whole range and hide the fewest cells. It takes empty cells for structural zeros.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hytti.methods.disclosure import UnsafeTable, add_totals, attack, audit, suppress

peer = pytest.importorskip("pytauargus")
THRESHOLD = 5


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """τ-ARGUS leaves its logs where it is run."""
    monkeypatch.chdir(tmp_path)


def hidden_by_tauargus(inner, folder):
    """The statuses of the table's cells: U unsafe, M hidden for others, S shown, E empty."""
    people = [
        {"row": f"R{row}", "column": f"C{column}", "one": 1.0}
        for (row, column), count in np.ndenumerate(inner)
        for _ in range(count)
    ]
    found = peer.protect(
        pd.DataFrame(people), ["row", "column"], "one", f"FREQ({THRESHOLD},10)", "OPT(1)", workdir=str(folder)
    )
    status = np.full(np.array(inner.shape) + 1, "E")
    for cell in found.tables[0].dataframe().to_dict("records"):
        place = tuple(-1 if code == "Total" else int(code[1:]) for code in (cell["row"], cell["column"]))
        status[place] = cell["status"]
    return status


@pytest.mark.parametrize("seed", range(6))
def test_both_find_the_same_unsafe_cells_and_we_hide_no_more_others(seed, tmp_path):
    random = np.random.default_rng(seed)
    inner = random.poisson(random.gamma(1, 12, (6, 4)))
    table = add_totals(inner)
    status = hidden_by_tauargus(inner, tmp_path)
    empty = table == 0
    ours = suppress(table, threshold=THRESHOLD, width=1, structural_zeros=empty, seconds=30)
    assert ((status == "U") == ours.primary).all()
    assert ours.secondary.sum() <= (status == "M").sum()
    theirs = np.isin(status, ["U", "M"])
    audit(table, theirs, unsafe=ours.primary, width=1, structural_zeros=empty)


def test_tauargus_is_content_with_two_small_cells_that_hide_each_other_and_we_are_not(tmp_path):
    inner = np.array([[1, 1, 20], [30, 9, 8], [12, 7, 9]])
    table = add_totals(inner)
    theirs = np.isin(hidden_by_tauargus(inner, tmp_path), ["U", "M"])
    assert attack(table, theirs).upper[0, 0] == 2  # everyone sees that at most two are there
    with pytest.raises(UnsafeTable):
        audit(table, theirs, unsafe=table < THRESHOLD, width=THRESHOLD)
