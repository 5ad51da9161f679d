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
from hytti.methods.disclosure.attacker import Attacker, Board
from hytti.methods.disclosure.search import Search
from hytti.methods.disclosure.suppression import WORK
from hytti.methods.disclosure.swaps import moves_by_swaps
from hytti.methods.disclosure.tables import equations
from hytti.methods.disclosure.walk import Walk

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


@pytest.mark.parametrize("on_foot", [0, 50_000])
def test_a_move_by_halves_proves_nothing(monkeypatch, on_foot):
    monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", on_foot)
    attacker = attacker_of([3, 2], [1, 3], 3)  # by fractions from 0 to 3, by whole counts only 1 and 3
    assert attacker.narrow(np.array([True, True])).tolist() == [0]
    assert attacker.cuts[0].cells.size == 0


@pytest.mark.parametrize("on_foot", [0, 50_000])
def test_a_move_by_whole_counts_is_looked_for_where_halves_came_first(monkeypatch, on_foot):
    monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", on_foot)
    assert attacker_of([3, 2], [3, 3], 4).narrow(np.array([True, True])).size == 0  # by whole counts 1, 3 and 5


@pytest.mark.parametrize("seed", range(6))
def test_one_narrow_cell_is_enough_where_one_is_asked_for(seed):
    random = np.random.default_rng(seed)
    table = add_totals(random.poisson(random.gamma(1, 6, (4, 3, 2))))
    for share in (0.2, 0.5, 0.8):
        hidden = (table.ravel() < 5) | (random.random(table.size) < share)
        all_of_them = search_for(table, 5).attacker.narrow(hidden)
        first = search_for(table, 5).attacker.narrow(hidden, 1)
        assert first.tolist() == all_of_them[:1].tolist()


def test_a_cell_that_rises_far_enough_is_not_asked_to_fall():
    attacker = attacker_of([1, 1], [5, 5], 4)
    hidden = np.array([True, True])
    assert attacker._has_room(Board(attacker, hidden), 0, np.zeros((2, 2)))
    assert [move.tolist() for move in attacker.moves] == [[[4, -4]]]


def test_a_move_goes_on_proving_only_while_all_that_it_moves_is_hidden():
    attacker = attacker_of([1, 1], [5, 5], 8)
    assert attacker.narrow(np.array([True, True])).size == 0
    assert attacker.known_reach(np.array([True, True]))[:, 0].sum() >= 8
    assert attacker.known_reach(np.array([True, False]))[:, 0].sum() == 0


def test_no_answer_of_the_solver_is_never_taken_for_a_safe_one():
    with pytest.raises(RuntimeError, match="gave up: out of time"):
        solved(SimpleNamespace(status=1, message="out of time", x=None))


def without_answer_in_time(monkeypatch):
    """The solver finds no whole choice before its time is out."""
    whole = optimize.milp

    def cut_short(aim, **told):
        answer = whole(aim, **told)
        if "time_limit" in told.get("options", {}) and told["integrality"].any():
            answer.status, answer.mip_dual_bound, answer.x = 1, None, None
        return answer

    monkeypatch.setattr(optimize, "milp", cut_short)


@pytest.mark.parametrize("seconds", [None, 1])
def test_a_choice_that_time_cut_short_is_safe(monkeypatch, seconds):
    without_answer_in_time(monkeypatch)
    table = add_totals(np.random.default_rng(5).poisson(6, (5, 2, 3)))
    found = suppress(table, threshold=5, seconds=seconds)
    audit(table, found.suppressed, unsafe=found.primary, width=5)


def test_without_time_a_choice_is_mended_and_stays_safe():
    table = add_totals(np.random.default_rng(5).poisson(6, (5, 2, 3)))
    found = suppress(table, threshold=5, seconds=0)
    audit(table, found.suppressed, unsafe=found.primary, width=5)


def test_a_choice_improved_in_parts_comes_down_to_the_fewest():
    random = np.random.default_rng(3)
    for mean in (6, 30):
        table = add_totals(random.poisson(random.gamma(1, mean, (5, 2, 3))))
        best = suppress(table, threshold=5, seconds=30)
        search = search_for(table, 5)
        everything = np.ones(table.size, dtype=bool)
        search.least = int(best.suppressed.sum())
        improved = until_no_fewer(search, everything)
        assert best.fewest
        assert improved.sum() == best.suppressed.sum()
        audit(table, improved.reshape(table.shape), unsafe=best.primary, width=5)


def test_nothing_is_improved_without_time():
    search = search_for(TABLE, 5)
    everything = np.ones(TABLE.size, dtype=bool)
    search.deadline = time.thread_time() - 1
    assert search.improved(everything).all()


@pytest.mark.parametrize("seed", range(3))
def test_by_default_a_table_is_answered_alike_each_time_where_time_is_not_short(monkeypatch, seed):
    monkeypatch.setattr("hytti.methods.disclosure.suppression.LEAST_SECONDS", 60)
    monkeypatch.setattr("hytti.methods.disclosure.suppression.MOST_SECONDS", 60)
    random = np.random.default_rng(seed)
    table = add_totals(random.poisson(random.gamma(1, 6, (5, 2, 3))))
    answers = [suppress(table, threshold=5).suppressed for _ in range(2)]
    assert (answers[0] == answers[1]).all()


def search_for(table, threshold):
    axes = [Axis.with_total(size - 1) for size in table.shape]
    counts = table.ravel()
    return Search(Attacker(axes, equations(axes), counts, counts < threshold, np.zeros(table.size) > 0, threshold))


def search_of(counts, width, *, total_is_known):
    """Parts and their total, the parts under five unsafe."""
    table, size = np.array([*counts, sum(counts)], dtype=float), len(counts)
    closed = np.arange(size + 1) == (size if total_is_known else -1)
    sums = csr_array(np.array([[1.0] * size + [-1]]))
    return Search(Attacker((Axis.with_total(size),), sums, table, table < 5, closed, width))


def until_no_fewer(search, choice):
    """Stretches of improvement until the proved least is reached."""
    search.deadline = time.thread_time() + 60
    while choice.sum() > search.least and search.seconds > 0:
        choice = search.improved(choice)
    return choice


def test_what_is_hidden_without_need_is_shown_again():
    search = search_of([3, 20, 30, 40], 5, total_is_known=False)
    search.least = 2
    assert until_no_fewer(search, np.ones(5, dtype=bool))[[0, 1]].any()


@pytest.mark.parametrize("counts", [[3, 6], [3, 4]])
def test_what_cannot_be_made_safe_is_refused(counts):
    with pytest.raises(CannotProtect):
        search_of(counts, 14, total_is_known=True).fewest()


def test_a_way_by_halves_does_not_make_safe():
    attacker = attacker_of([3, 2], [1, 5], 3)  # the first rises by 3 in halves, by whole counts only by 2
    with pytest.raises(CannotProtect):
        Search(attacker).fewest()


@pytest.mark.parametrize(("mean", "threshold"), [(3, 5), (12, 10), (60, 5)])
def test_the_attacker_on_foot_finds_the_same_narrow_cells_as_the_solver(monkeypatch, mean, threshold):
    random = np.random.default_rng(mean)
    for _ in range(4):
        table = add_totals(random.poisson(random.gamma(1, mean, (4, 2, 3))))
        hidden = (table.ravel() < threshold) | (random.random(table.size) < 0.3)
        monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", 50_000)
        on_foot = search_for(table, threshold).attacker
        narrow = on_foot.narrow(hidden)
        monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", 0)
        by_solver = search_for(table, threshold).attacker
        assert sorted(narrow.tolist()) == sorted(by_solver.narrow(hidden).tolist())


def test_many_narrow_cells_are_looked_at_in_parts(monkeypatch):
    monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", 0)
    together = suppress(TABLE, threshold=10, seconds=30)
    monkeypatch.setattr("hytti.methods.disclosure.attacker.AT_ONCE", 1)
    monkeypatch.setattr("hytti.methods.disclosure.swaps.AT_ONCE", 1)
    apart = suppress(TABLE, threshold=10, seconds=30)
    audit(TABLE, apart.suppressed, unsafe=apart.primary, width=10)
    assert apart.secondary.sum() == together.secondary.sum()


def test_what_moves_one_cell_can_prove_the_next(monkeypatch):
    monkeypatch.setattr("hytti.methods.disclosure.attacker.ON_FOOT", 0)
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


def test_the_walk_sees_what_nothing_stops():
    walk = Walk(csr_array(np.array([[3.0, -2.0]])), np.array([2.0, 3.0]))
    walk.among(np.array([True, True]))
    _, far, worth = walk.push(0, 1, lambda move: False)
    assert (far, worth.tolist()) == (np.inf, [0, 0])
    assert walk.push(0, 1, lambda move: move[0] > 5) is None


def test_the_walk_begins_anew_after_halves():
    walk = Walk(csr_array(np.array([[3.0, 2.0]])), np.array([1.0, 3.0]))
    walk.among(np.array([True, True]))
    seen = []
    assert walk.push(0, 1, lambda move: seen.append(move))[1] == 2
    assert walk.push(1, 1, lambda move: seen.append(move))[1] == 1.5
    assert walk.push(0, -1, lambda move: seen.append(move))[1] == 1
    assert all(abs(3 * move[0] + 2 * move[1]) < 1e-6 for move in seen)


def test_where_nothing_more_can_be_hidden_the_promise_is_refused():
    with pytest.raises(CannotProtect):
        search_of([3, 4], 14, total_is_known=True).fewest()


def test_where_all_that_may_be_hidden_is_unsafe_nothing_is_added():
    search = search_of([3, 4], 1, total_is_known=True)
    assert search.fewest().tolist() == [True, True, False]


def test_the_walk_tries_whole_counts_before_it_goes_on_by_halves():
    walk = Walk(csr_array(np.array([[3.0, 2.0]])), np.array([3.0, 3.0]))
    walk.among(np.array([True, True]))
    assert walk.push(1, 1, lambda move: round(move[1], 2) == 4) is None


def test_the_master_takes_whole_cells_where_fractions_ask_for_none():
    search = search_of([3, 20, 30, 40], 5, total_is_known=False)
    assert search.fewest().tolist() == [True, True, False, False, False]
    assert search._chosen().T.tolist() == [[True, True, False, False, False]]
    assert search.least == 2


def test_swaps_leave_every_sum_as_it_is_and_move_as_far_as_wanted():
    axes = [Axis.without_total(2), Axis.with_total(3)]
    table = np.array([[3.0, 9, 20, 32], [1, 1, 30, 32]])
    moves = moves_by_swaps(axes, table.ravel(), np.ones(8, dtype=bool), np.array([0, 4]), 12)
    tables = table + moves.reshape(-1, 2, 4)
    assert (tables >= 0).all()
    assert (tables[:, :, :3].sum(axis=2) == tables[:, :, 3]).all()
    (up, other_up), (down, other_down) = tables[:2], tables[2:]
    assert up[0, 0] - down[0, 0] == 12
    assert other_up[1, 0] - other_down[1, 0] == 12


@pytest.mark.parametrize(("swaps", "risen"), [(1, 4), (2, 7)])
def test_swaps_go_from_box_to_box(monkeypatch, swaps, risen):
    monkeypatch.setattr("hytti.methods.disclosure.swaps.SWAPS", swaps)
    table = np.array([0.0, 4, 3, 7])
    hidden = np.array([True, True, True, False])
    up, _ = moves_by_swaps([Axis.with_total(3)], table, hidden, np.array([0]), 9)
    assert up[0] == risen


def test_choices_mended_together_each_keep_what_is_asked_and_the_fewest_come_first():
    cover = search_for(TABLE, 10).cover
    kept = cover.kept(cover.parts_of(np.ones(TABLE.size, dtype=bool), 16))
    bare = np.tile(cover.attacker.unsafe[:, None], 16)
    assert kept.shape == (TABLE.size, 16)
    assert (np.diff(kept.sum(axis=0)) >= 0).all()
    assert cover.kept(bare, bare[:, 0].sum() - 1).shape[1] == 0
    assert (cover.cuts @ kept >= 1 - 1e-6).all()
    assert (cover.sums @ kept != 1).all()


def mostly_zeros(number):
    """A 10 × 2 × 3 table with totals, six cells in ten empty: one of those in bench/methods/disclosure.py, seed 42."""
    random = np.random.default_rng(43)
    for _ in range(number):
        random.random((10, 2, 3)), random.poisson(20, (10, 2, 3)), random.lognormal(2, 1.5, (10, 2, 3))
    return add_totals(np.where(random.random((10, 2, 3)) < 0.6, 0, random.poisson(20, (10, 2, 3))))


@pytest.mark.parametrize(("number", "fewest"), [(0, 25), (3, 23)])  # proved by searches of a minute
def test_counted_steps_hide_little_more_than_the_fewest_where_most_cells_are_empty(number, fewest):
    table = mostly_zeros(number)
    search = search_for(table, 5)
    search.most_work = WORK
    hidden = search.fewest()
    assert fewest <= hidden.sum() - (table < 5).sum() <= 1.2 * fewest
    assert search_for(table, 5).attacker.narrow(hidden).size == 0


def test_costs_are_whole_and_all_preferences_together_less_than_a_cell():
    cost = search_for(mostly_zeros(0), 5).cost
    assert (cost == np.round(cost)).all()
    assert (cost - cost.min()).sum() <= cost.min() / 4
    assert cost[0] < cost[-1]
