"""The search from inside: what happens without time, without an answer, and where halves would be needed."""

from __future__ import annotations

import time
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import optimize
from scipy.sparse import csr_array

from hytti.methods.disclosure import Axis, CannotProtect, add_totals, audit, suppress
from hytti.methods.disclosure.attack import solved
from hytti.methods.disclosure.attacker import Attacker
from hytti.methods.disclosure.search import Search
from hytti.methods.disclosure.tables import equations

TABLE = add_totals([[3, 20, 15, 8], [9, 8, 2, 30], [12, 5, 6, 1]])
SUMS_OF_SUMS = (Axis((1, 2, None)),)


def attacker_of(equation, counts, width):
    """Two cells under one equation, the first unsafe."""
    return Attacker(
        SUMS_OF_SUMS,
        csr_array(np.array([equation], dtype=float)),
        np.array(counts, dtype=float),
        np.array([True, False]),
        np.array([False, False]),
        width,
    )


def test_a_move_by_halves_proves_nothing():
    attacker = attacker_of([3, 2], [1, 3], 3)  # by fractions from 0 to 3, by whole counts only 1 and 3
    assert attacker.narrow(np.array([True, True])).tolist() == [0]
    assert attacker.cuts[0].cells.size == 0
    assert not attacker_of([3, 2], [1, 3], 3).is_safe(np.array([True, True]))


def test_a_move_by_whole_counts_is_looked_for_where_halves_came_first():
    assert attacker_of([3, 2], [3, 3], 4).narrow(np.array([True, True])).size == 0  # by whole counts 1, 3 and 5
    assert attacker_of([3, 2], [3, 3], 4).is_safe(np.array([True, True]))


@pytest.mark.parametrize("seed", range(6))
def test_the_short_question_agrees_with_the_long_one(seed):
    random = np.random.default_rng(seed)
    table = add_totals(random.poisson(random.gamma(1, 6, (4, 3, 2))))
    axes, unsafe, shut = [Axis.with_total(size - 1) for size in table.shape], table.ravel() < 5, np.zeros(table.size)
    for share in (0.2, 0.5, 0.8):
        hidden = unsafe | (random.random(table.size) < share)
        told = [Attacker(axes, equations(axes), table.ravel(), unsafe, shut > 0, 5) for _ in range(2)]
        assert told[0].is_safe(hidden) == (told[1].narrow(hidden).size == 0)


def test_a_move_goes_on_proving_only_while_all_that_it_moves_is_hidden():
    attacker = attacker_of([1, 1], [5, 5], 8)
    assert attacker.is_safe(np.array([True, True]))
    assert attacker.known_reach(np.array([True, True]))[:, 0].sum() >= 8
    assert attacker.known_reach(np.array([True, False]))[:, 0].sum() == 0


def test_no_answer_of_the_solver_is_never_taken_for_a_safe_one():
    with pytest.raises(RuntimeError, match="gave up: out of time"):
        solved(SimpleNamespace(status=1, message="out of time", x=None))


@pytest.mark.parametrize("keeps_its_best", [True, False])
def test_a_choice_that_time_cut_short_is_mended(monkeypatch, keeps_its_best):
    whole = optimize.milp

    def cut_short(aim, **told):
        answer = whole(aim, **told)
        if "time_limit" in told.get("options", {}):
            answer.status = 1
            answer.mip_dual_bound = None
            answer.x = answer.x if keeps_its_best else None
        return answer

    monkeypatch.setattr(optimize, "milp", cut_short)
    found = suppress(TABLE, threshold=5)
    assert not found.fewest
    audit(TABLE, found.suppressed, unsafe=found.primary, width=5)


def test_a_mended_choice_that_reaches_the_bound_is_known_to_be_the_fewest(monkeypatch):
    best = suppress(TABLE, threshold=5, seconds=30)
    monkeypatch.setattr(Search, "fewest", lambda search, deadline: (best.suppressed.ravel(), False))
    monkeypatch.setattr(
        Search, "spare", lambda search, hidden, chosen, deadline: setattr(search, "least", hidden.sum()) or hidden
    )
    assert suppress(TABLE, threshold=5).fewest


def search_of(counts, width, *, total_is_known):
    """Parts and their total, the parts under five unsafe."""
    table, size = np.array([*counts, sum(counts)], dtype=float), len(counts)
    closed = np.arange(size + 1) == (size if total_is_known else -1)
    sums = csr_array(np.array([[1.0] * size + [-1]]))
    return Search(Attacker((Axis.with_total(size),), sums, table, table < 5, closed, width))


def test_what_is_hidden_without_need_is_shown_again():
    search = search_of([3, 20, 30, 40], 5, total_is_known=False)
    everything, unsafe = np.ones(5, dtype=bool), search.attacker.unsafe
    assert search.spare(everything, unsafe, time.monotonic() + 60).tolist() == [True, True, False, False, False]
    assert search.spare(everything, unsafe, time.monotonic() - 1).all()


def test_where_a_cell_cannot_rise_so_far_all_that_may_be_hidden_is():
    search = search_of([4, 6, 6], 14, total_is_known=True)  # the first can rise by 12 and fall by 4
    assert search.repair(search.attacker.unsafe).tolist() == [True, True, True, False]


def test_what_cannot_be_mended_is_refused():
    search = search_of([3, 6], 14, total_is_known=True)
    with pytest.raises(CannotProtect):
        search.repair(search.attacker.unsafe)


def test_a_way_by_halves_does_not_mend():
    attacker = attacker_of([3, 2], [1, 5], 3)  # the first rises by 3 in halves, by whole counts only by 2
    with pytest.raises(CannotProtect):
        Search(attacker).repair(attacker.unsafe)


def test_many_narrow_cells_are_looked_at_in_parts(monkeypatch):
    together = suppress(TABLE, threshold=10, seconds=30)
    monkeypatch.setattr("hytti.methods.disclosure.attacker.AT_ONCE", 1)
    monkeypatch.setattr("hytti.methods.disclosure.swaps.AT_ONCE", 1)
    apart = suppress(TABLE, threshold=10, seconds=30)
    audit(TABLE, apart.suppressed, unsafe=apart.primary, width=10)
    assert apart.secondary.sum() == together.secondary.sum()


def test_what_moves_one_cell_can_prove_the_next(monkeypatch):
    monkeypatch.setattr("hytti.methods.disclosure.attacker.AT_ONCE", 1)
    attacker = attacker_of([1, 1], [5, 5], 8)
    attacker.unsafe = np.array([True, True])
    assert attacker.narrow(np.array([True, True])).size == 0


def test_a_narrower_promise_hides_no_more():
    wide, narrow = suppress(TABLE, threshold=5, seconds=30), suppress(TABLE, threshold=5, width=1, seconds=30)
    audit(TABLE, narrow.suppressed, unsafe=narrow.primary, width=1)
    assert narrow.secondary.sum() <= wide.secondary.sum()


def test_a_table_as_large_as_a_year_of_sites_is_safe():
    random = np.random.default_rng(12)
    table = add_totals(random.poisson(random.gamma(1, 12, (30, 12))))
    found = suppress(table, threshold=5)
    audit(table, found.suppressed, unsafe=found.primary, width=5)
