from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hytti.methods.coefficient import Options, Table, coefficient
from hytti.methods.coefficient.rules import rules
from hytti.methods.coefficient.simulate import Count, Noise, simulate

STILL = Noise(relative_sd=0, others_sd=0)


def run(table, made, area="B", *, changes=None, seed=1, draws=500, noise=STILL):
    return simulate(table, made, Options(), area, changes=changes or {}, seed=seed, draws=draws, noise=noise)


def test_without_noise_every_draw_is_the_sum(three, three_rules):
    found = run(three, three_rules)
    result = coefficient(three, three_rules)
    np.testing.assert_allclose(found.K.draws, result.K[1])
    np.testing.assert_allclose(found.k.draws, result.k[1])
    np.testing.assert_allclose(found.euros.draws, float(result.euros[1]), atol=0.01)
    assert (found.rank.p5, found.rank.p50, found.rank.p95) == (2, 2, 2)
    assert found.today == found.changed


def test_a_change_is_told_without_noise_too(three, three_rules):
    # B above 97 gets 100 points of MPR, C stays at 100: K = ((50 + 100)/2 + 75)/2 = 75.
    found = run(three, three_rules, changes={"B": {"mmr": 97.3}})
    assert pytest.approx(75) == found.changed.K
    assert pytest.approx(450 / 7) == found.today.K
    assert found.changed.rank == 1
    np.testing.assert_allclose(found.K.draws, 75)


def test_others_may_be_changed_as_well(three, three_rules):
    # Were C no better than A, B would have the most.
    changes = {"C": {"checkups_age_4": 40, "mmr": 94}}
    assert run(three, three_rules, changes=changes).changed.rank == 1


def test_the_same_seed_gives_the_same_draws_and_another_others(counties, counties_2026):
    noise = Noise()
    first = run(counties, counties_2026, "09", noise=noise)
    np.testing.assert_array_equal(first.K.draws, run(counties, counties_2026, "09", noise=noise).K.draws)
    assert (first.K.draws != run(counties, counties_2026, "09", seed=2, noise=noise).K.draws).any()
    assert (first.seed, first.noise, first.area) == (1, noise, "09")


def test_ranges_are_values_that_were_drawn_in_order(counties, counties_2026):
    found = run(counties, counties_2026, "09", noise=Noise(), draws=1000)
    for spread in (found.K, found.k, found.rank, found.euros):
        assert spread.draws.shape == (1000,)
        assert {spread.p5, spread.p50, spread.p95} <= set(spread.draws.tolist())
        assert (spread.draws <= spread.p5).mean() >= 0.05
        assert (spread.draws <= spread.p95).mean() >= 0.95
        assert spread.p5 <= spread.p50 <= spread.p95
    assert found.rank.draws.min() >= 1
    assert found.rank.draws.max() <= 22


def test_draws_come_in_blocks_without_a_seam(counties, counties_2026, monkeypatch):
    monkeypatch.setattr("hytti.methods.coefficient.simulate.CELLS", 22 * 300)
    found = run(counties, counties_2026, "09", noise=Noise(), draws=700)
    assert found.K.draws.shape == (700,)
    assert len(set(found.K.draws.tolist())) > 600


def only_own(share=50.0, rate=600.0):
    """A and C hold the scales: B's points are its share, and 100 less a tenth of its rate; K is the mean of the two."""
    made = rules("county", 2026)
    made = replace(made, indicators=(made.indicator("checkups_age_4"), made.indicator("injuries")))
    latest = {"checkups_age_4": [0, share, 100], "injuries": [0, rate, 1000]}
    return Table.of("county", ["A", "B", "C"], [1, 1, 1], latest, {"injuries": [1000, 1000, 1000]}), made


SURE = Count(1e12)


def test_a_counted_share_is_drawn_binomial():
    table, made = only_own(share=40.0)
    noise = Noise(counts={"checkups_age_4": Count(80, 200)}, relative_sd=0, others_sd=0)
    found = run(table, made, noise=noise, draws=20_000)
    # Binomial: the share's deviation is 100 · √(0.4 · 0.6 / 200) = 3.464 points, half of them in K.
    assert pytest.approx(40) == found.today.K
    assert found.K.draws.mean() == pytest.approx(40, abs=0.05)
    assert found.K.draws.std() == pytest.approx(3.464 / 2, rel=0.03)
    assert len(set(found.K.draws.round(6).tolist())) < 60


def test_a_counted_rate_is_drawn_poisson():
    table, made = only_own(rate=600.0)
    noise = Noise(counts={"injuries": Count(144)}, relative_sd=0, others_sd=0)
    found = run(table, made, noise=noise, draws=20_000)
    # Poisson: a deviation of 600 / √144 = 50, which is 5 points, half of them in K.
    assert found.K.draws.std() == pytest.approx(5 / 2, rel=0.03)


def test_without_counts_a_share_moves_by_the_smaller_of_it_and_the_rest():
    table, made = only_own(share=90.0)
    noise = Noise(counts={"injuries": SURE}, relative_sd=0.1, others_sd=0)
    # A tenth of the 10 per cent that are lacking: 1 point, half of it in K.
    assert run(table, made, noise=noise, draws=20_000).K.draws.std() == pytest.approx(0.5, rel=0.03)


def test_without_counts_a_rate_moves_by_its_size():
    table, made = only_own(rate=600.0)
    noise = Noise(counts={"checkups_age_4": Count(1e12, 2e12)}, relative_sd=0.05, others_sd=0)
    # 0.05 · 600 = 30, which is 3 points, half of them in K.
    assert run(table, made, noise=noise, draws=20_000).K.draws.std() == pytest.approx(1.5, rel=0.03)


def test_when_all_others_get_better_the_own_rank_and_euros_do_not_rise(counties, counties_2026):
    still = run(counties, counties_2026, "09")
    better = run(counties, counties_2026, "09", noise=Noise(relative_sd=0, others_sd=0, others_better=0.1))
    assert better.rank.p50 >= still.rank.p50
    assert better.euros.p50 < still.euros.p50


def test_a_missing_figure_stays_missing_and_items_stay_as_answered():
    made = rules("municipality", 2026)
    table = Table.of(
        "municipality",
        ["398", "016", "081"],
        [120_000, 8_000, 2_000],
        {"absences": [100, 0, 0], "falls": [np.nan, 160.0, 150.0]},
        {"falls": [140.0, 160.0, 160.0]},
    )
    found = run(table, made, "398", noise=Noise())
    assert found.K.draws.tolist() == [50] * 500


def test_nothing_but_items_is_the_same_in_every_draw():
    made = rules("municipality", 2026)
    table = Table.of("municipality", ["398", "016"], [120_000, 8_000], {"absences": [100, 0]})
    found = run(table, made, "398", noise=Noise())
    assert np.isnan(found.K.draws).all()
    assert np.isnan(found.K.p50)
    assert found.today.rank == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"relative_sd": -0.1},
        {"others_sd": np.inf},
        {"others_better": 2},
        {"counts": {"mmr": Count(0)}},
        {"counts": {"mmr": Count(10, 5)}},
        {"counts": {"mmr": Count(np.inf)}},
    ],
)
def test_noise_that_cannot_be_is_refused(fields):
    with pytest.raises(ValueError, match="must be"):
        Noise(**fields)


def test_no_draws_and_unknown_areas_are_refused(three, three_rules):
    with pytest.raises(ValueError, match="at least one draw"):
        run(three, three_rules, draws=0)
    with pytest.raises(ValueError, match="'D'"):
        run(three, three_rules, "D")
