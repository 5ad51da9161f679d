"""Our hidden cells beside those of τ-ARGUS (pytauargus, engine and HiGHS within its wheel), which only tests may import.

The two do not promise the same: τ-ARGUS keeps a cell from being worked out within a tenth of the threshold and hides
the smallest sum of counts; we keep a whole range and hide the fewest cells. It takes empty cells for structural zeros.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hytti.methods.disclosure import add_totals, audit, suppress

peer = pytest.importorskip("pytauargus")
THRESHOLD = 5


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
    ours = suppress(table, threshold=THRESHOLD, width=1, structural_zeros=empty)
    assert ((status == "U") == ours.primary).all()
    assert ours.secondary.sum() <= (status == "M").sum()
    theirs = np.isin(status, ["U", "M"])
    audit(table, theirs, unsafe=ours.primary, width=1, structural_zeros=empty)


def test_tauargus_leaves_narrower_ranges_than_we_promise(tmp_path):
    random = np.random.default_rng(3)
    inner = random.poisson(random.gamma(1, 12, (6, 4)))
    table = add_totals(inner)
    ours = suppress(table, threshold=THRESHOLD, structural_zeros=table == 0)
    ranges = audit(table, ours.suppressed, unsafe=ours.primary, width=THRESHOLD, structural_zeros=table == 0)
    assert (ranges.width[ours.primary] >= THRESHOLD).all()
