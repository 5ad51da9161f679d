"""Published vectors, quoted as numbers: PHEindicatormethods (ukhsa-collaboration), tests/testthat."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hytti.methods.benchmarks import (
    compared,
    funnel_curve,
    funnel_flag,
    proportion_funnel,
    quintiles,
    rate_funnel,
    ratio_funnel,
    spine_position,
)
from hytti.methods.estimates import Estimate
from hytti.methods.rates import crude_rate, proportion

quick = settings(max_examples=60, deadline=None)
EXACT = {"rtol": 1e-9, "atol": 1e-12}


@pytest.mark.parametrize(
    ("higher_is", "words"),
    [
        (None, ["lower", "similar", "higher", "not compared"]),
        ("better", ["worse", "similar", "better", "not compared"]),
        ("worse", ["better", "similar", "worse", "not compared"]),
    ],
)
def test_an_area_is_compared_by_its_whole_interval(higher_is, words):
    areas = Estimate.of([3, 5, 8, 5], [2, 4, 7, np.nan], [4, 6, 9, 6])
    assert compared(areas, 5, higher_is=higher_is).tolist() == words


def test_an_area_whose_interval_ends_at_the_reference_is_similar():
    assert compared(Estimate.of([3, 7], [2, 5], [5, 9]), 5).tolist() == ["similar", "similar"]
    assert compared(Estimate.of(3, 2, 5), np.nan) == "not compared"


def test_a_spine_has_the_reference_at_nought_and_the_farthest_area_at_an_end():
    spine = spine_position(5, [1, 2, 3, 4, 9, np.nan], 4)
    np.testing.assert_allclose(spine, (0.2, -0.6, -0.4, 0, 1), **EXACT)
    turned = spine_position([5, 9], [[1, 2, 3, 4, 9]] * 2, 4, higher_is="worse")
    np.testing.assert_allclose(np.array(turned)[:, 0], (-0.2, -1, 0, 0.4, 0.6), **EXACT)
    assert turned.position[1] == -1


def test_equal_areas_lie_on_the_reference_and_missing_ones_nowhere():
    np.testing.assert_array_equal(spine_position(4, [4, 4], 4), 0)
    assert np.isnan(spine_position(4, [np.nan, np.nan], 4)).all()
    with pytest.raises(ValueError, match="higher_is"):
        spine_position(4, [4], 4, higher_is="fine")


def test_fifths_follow_the_published_rule():
    # q = floor(k + 1 − ceil((N + 1 − rank) / (N / k))), ties sharing the lowest rank.
    np.testing.assert_array_equal(quintiles(np.arange(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    np.testing.assert_array_equal(quintiles(np.arange(7)), [1, 1, 2, 3, 3, 4, 5])
    np.testing.assert_array_equal(quintiles([3, 3, 3, 4, 5]), [1, 1, 1, 4, 5])
    np.testing.assert_array_equal(quintiles(np.arange(10), highest_first=True), quintiles(np.arange(10))[::-1])
    np.testing.assert_array_equal(quintiles(np.arange(4), groups=4), [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("rates", "published"),
    [
        (  # North East: twelve areas
            [
                *(118.7460481, 131.2778276, 137.109864, 137.7256526, 138.9005229, 143.263302),
                *(145.5966707, 146.6971262, 153.6912833, 155.763081, 157.1222286, 171.2170455),
            ],
            [10, 9, 8, 7, 6, 6, 5, 4, 3, 2, 1, 1],
        ),
        (  # East of England: eleven areas
            [
                *(109.7950495, 110.2341843, 114.3842772, 115.1518276, 116.784114, 120.6143928),
                *(122.9512679, 125.3197345, 130.3834904, 132.2076891, 132.4045142),
            ],
            [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1],
        ),
        (  # West Midlands: fourteen areas
            [
                *(111.2479733, 112.3237581, 115.0167074, 116.2519168, 116.6455279, 119.4716513, 123.0199794),
                *(125.8064622, 129.8919075, 130.5502616, 133.4014926, 137.887297, 138.801741, 149.6581331),
            ],
            [10, 9, 8, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1],
        ),
    ],
)
def test_tenths_of_real_areas_are_the_published_ones(rates, published):
    # Deaths of cancer under 75, women: ukhsa-collaboration/PHEindicatormethods, fd_quantiles.csv, 6485d10a.
    np.testing.assert_array_equal(quintiles(rates, groups=10, highest_first=True), published)


def test_too_few_areas_have_no_fifths():
    found = quintiles([[1, 2, 3, np.nan, 5], [1, 2, 3, 4, 5]])
    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="groups"):
        quintiles([1, 2, 3], groups=1)


def test_limits_of_a_proportion_are_the_formulas():
    average, size = 0.3, np.array([50, 400])
    reach = 3.0902323061678132 * np.sqrt(average * 0.7 / size)
    limits = proportion_funnel(30, size, per=100, confidence=0.998)
    np.testing.assert_allclose(limits.upper, 100 * (average + reach), **EXACT)
    np.testing.assert_allclose(limits.lower, 100 * (average - reach), **EXACT)
    assert proportion_funnel(0.01, 10).lower == 0


@pytest.mark.parametrize(
    ("population", "published"),
    [
        (1, (3.204264, 100, 0, 100)),
        (3, (35.933491, 100, 10.150815, 100)),
        (18, (62.390093, 98.894803, 51.864359, 100)),
        (41, (68.548635, 92.73626, 61.574398, 99.710497)),
        (102, (72.974925, 88.309971, 68.553233, 92.731663)),
        (598, (77.475765, 83.809131, 75.649608, 85.635287)),
        (1886, (78.859312, 82.425583, 77.831017, 83.453878)),
        (9998, (79.867989, 81.416907, 79.421375, 81.863521)),
        (110000, (80.408963, 80.875933, 80.274317, 81.010578)),
    ],
)
def test_a_funnels_limits_of_shares_are_the_published_ones(population, published):
    # testdata_funnel_prop_outputs.csv, 63894a99: six decimals; the average to six decimals too.
    inner, outer = (proportion_funnel(80.642448, population, per=100, confidence=level) for level in (0.95, 0.998))
    np.testing.assert_allclose([*inner[1:], *outer[1:]], published, atol=2e-6)


def test_single_limits_of_a_funnel_are_the_published_ones():
    # DataS-DHSC/PHStatsMethods, PHStatsMethods/tests/test_utils_funnel.py, 89baacbc.
    low, high = proportion_funnel(90, 100_000, per=100), proportion_funnel(850, 300_000, per=1000, confidence=0.998)
    np.testing.assert_allclose([low.lower, high.upper], [89.81406149030842, 852.0145849882799], **EXACT)
    # Its Poisson points were found by halving, to seven digits.
    points = funnel_curve(200).upper_expected, funnel_curve(500, confidence=0.998).lower_expected
    np.testing.assert_allclose(points, [173.24086241121654, 573.0274767209943], rtol=3e-7)


# The published curves were found by halving until 1.6e-4 of the tail, coarser than ours; coarsest for a single event,
# whose upper limit at 99.8 % expects −ln 0.999 = 0.0010005 events.
HALVED = {False: 1e-5, True: 5e-5}
# Expected events and ratios per 100 on the lower and the upper limit: testdata_funnel_ratio_outputs.csv, 8ac28e54.
CURVE = {
    (1, 0.95): (5.571644585, 17.94802207, 0.025317898, 3949.774946),
    (1, 0.998): (9.233410143, 10.83023482, 0.001000547, 99945.32721),
    (2, 0.95): (7.224687515, 27.6828582, 0.242209467, 825.7315569),
    (2, 0.998): (11.22886836, 17.81123382, 0.04540199, 4405.093268),
    (5, 0.95): (11.6683331, 42.85102213, 1.623486324, 307.979188),
    (5, 0.998): (16.45474478, 30.38636225, 0.739371928, 676.2496398),
    (10, 0.95): (18.39035799, 54.3763205, 4.795387629, 208.5337156),
    (10, 0.998): (24.13397235, 41.43536693, 2.960519925, 337.778507),
    (20, 0.95): (30.88838097, 64.74926614, 12.21651877, 163.7127595),
    (20, 0.998): (38.04188668, 52.57362804, 8.958211233, 223.2588569),
    (51, 0.95): (67.05559502, 76.05629327, 37.97285619, 134.3064629),
    (51, 0.998): (77.15705647, 66.09894458, 31.74201957, 160.6703061),
    (100, 0.95): (121.6268111, 82.21871402, 81.36400699, 122.9044681),
    (100, 0.998): (134.9243187, 74.11562345, 71.92139974, 139.0406755),
    (261, 0.95): (294.6611243, 88.57632665, 230.293337, 113.3337175),
    (261, 0.998): (314.8817384, 82.88826191, 213.9104845, 122.0136547),
    (716, 0.95): (770.4222128, 92.93605352, 664.5083011, 107.7488421),
    (716, 0.998): (802.60414, 89.20960712, 636.1521174, 112.5516964),
}


@pytest.mark.parametrize(("point", "published"), CURVE.items())
def test_a_funnels_curve_is_the_published_one(point, published):
    events, confidence = point
    np.testing.assert_allclose(
        funnel_curve(events, per=100, confidence=confidence), published, rtol=HALVED[events == 1]
    )


# Persons in a year and rates per 100 000 on the limits of three years' rates, by the average and the events:
# testdata_funnel_rate_outputs.csv, 39d5df1f; …_outputs_2.csv, 39d5df1f; …_outputs_3.csv, 4295d9ea.
RATE_CURVE = {
    (116.1720835, 1, 0.95): (1598.675694, 20.85059119, 7.264481402, 4588.535848),
    (116.1720835, 1, 0.998): (2649.348525, 12.58170943, 0.287087625, 116108.569),
    (116.1720835, 187, 0.95): (61921.91029, 100.6644224, 46240.95875, 134.8011266),
    (116.1720835, 1360, 0.998): (424043.2424, 106.9073359, 358342.3275, 126.5084525),
    (114.8591735, 12, 0.95): (6083.272531, 65.75408186, 1799.471782, 222.2874535),
    (114.8591735, 12, 0.998): (7843.22424, 50.99943438, 1173.158253, 340.9599676),
    (114.8591735, 1344, 0.95): (411466.9163, 108.8787415, 369466.4508, 121.2559352),
    (95.60285106, 286, 0.95): (111970.3773, 85.14156661, 88494.9416, 107.727438),
    (95.60285106, 1119, 0.998): (427558.6565, 87.23949201, 355104.4927, 105.0395046),
}


@pytest.mark.parametrize(("point", "published"), RATE_CURVE.items())
def test_a_funnels_curve_of_rates_is_the_published_one(point, published):
    average, events, confidence = point
    curve = funnel_curve(events, confidence=confidence)
    persons = [expected / average * 100_000 / 3 for expected in (curve.lower_expected, curve.upper_expected)]
    rates = average * curve.lower_ratio, average * curve.upper_ratio
    np.testing.assert_allclose([persons[0], rates[0], persons[1], rates[1]], published, rtol=HALVED[events == 1])


@quick
@given(st.floats(1, 5000), st.sampled_from([0.95, 0.998]))
def test_limits_at_the_curves_points_are_the_curve(events, confidence):
    curve = funnel_curve(events, confidence=confidence)
    low = ratio_funnel(curve.lower_expected, confidence=confidence)
    high = ratio_funnel(curve.upper_expected, confidence=confidence)
    np.testing.assert_allclose([low.lower, high.upper], [curve.lower_ratio, curve.upper_ratio], rtol=1e-9)


def test_where_nothing_is_not_unusual_the_lower_limit_is_nought():
    limits = ratio_funnel([3, 4], per=100)
    assert limits.value.tolist() == [100, 100]
    assert limits.lower[0] == 0
    assert limits.lower[1] > 0


def test_limits_of_a_rate_are_those_of_the_expected_events():
    limits = rate_funnel(116.0, [50_000, 90_000])
    ratios = ratio_funnel(np.array([58, 104.4]))
    np.testing.assert_allclose(np.array(limits), 116 * np.array(ratios), **EXACT)


def test_a_flag_tells_the_side_and_how_unusual_it_is():
    rates = [crude_rate([20, 66, 100, 130, 160, np.nan], 1000, per=1000, confidence=level) for level in (0.95, 0.998)]
    assert funnel_flag(*rates, 100).tolist() == [
        "low 0.001", "low 0.001", "within", "high 0.025", "high 0.001", "not enough",
    ]  # fmt: skip
    assert (
        funnel_flag(crude_rate(80, 1000, per=1000), crude_rate(80, 1000, per=1000, confidence=0.998), 100)
        == "low 0.025"
    )


# Events, persons, and the flags of the crude rate among all forty areas and among those with events (where the average
# is higher): testdata_funnel_rate_dsr_inputs.csv, 5adcb8c4.
AREAS = """
2419 264102 H H|2337 259711 H H|2291 289247 H H|2242 265029 H H|2218 284649 H H|2159 293578 H H|2130 286718 H H
2111 307381 - -|2105 274145 H H|2083 297424 h -|2078 272628 H H|2062 269656 H H|2061 294692 h -|2033 277710 H h
2033 259213 H H|2010 285516 h -|2004 269449 H H|2002 290888 - -|1977 287112 - -|1944 286492 - -|1932 287012 - -
1922 291277 - -|1912 289859 - -|1881 289653 - l|1844 282519 - l|1835 274220 - -|1833 280271 - l|1825 284206 - l
1816 274508 - -|1809 288384 l L|1798 287072 l L|1754 282744 L L|1746 289208 L L|1709 287736 L L|1694 296175 L L
1688 303255 L L|1649 285959 L L|1553 274661 L L|1332 281425 L L|0 297820 L -
"""
WORDS = {"H": "high 0.001", "h": "high 0.025", "-": "within", "l": "low 0.025", "L": "low 0.001"}


@pytest.mark.parametrize(("column", "kept"), [(2, 40), (3, 39)])
def test_flags_of_real_rates_are_the_published_ones(column, kept):
    rows = [area.split() for area in AREAS.replace("\n", "|").strip("|").split("|")][:kept]
    events, persons = (np.array([float(row[part]) for row in rows]) for part in (0, 1))
    rates = [crude_rate(events, persons, confidence=level) for level in (0.95, 0.998)]
    flags = funnel_flag(*rates, events.sum() / persons.sum() * 100_000)
    assert flags.tolist() == [WORDS[row[column]] for row in rows]


@pytest.mark.parametrize(
    ("events", "population", "published"),
    [
        (35078.488, 41980, "high 0.001"),
        (50050.7443, 61921, "within"),
        (24648.7596, 30521, "within"),
        (26789.238, 33012, "high 0.025"),
        (36850.0492, 45449, "high 0.025"),
        (34502.0685, 42485, "high 0.025"),
        (23910.2469, 29457, "high 0.025"),
        (21139.2936, 25992, "high 0.025"),
        (38045.3716, 46958, "high 0.025"),
        (16924.1296, 20776, "high 0.025"),
        (18504.9982, 22739, "high 0.025"),
        (29709.0543, 36583, "high 0.025"),
        (28537.4507, 35201, "high 0.025"),
        (30277.5312, 37828, "low 0.025"),
        (17321.4088, 21587, "within"),
        (34759.118, 44449, "low 0.001"),
        (18365.4621, 29277, "low 0.001"),
    ],
)
def test_flags_of_real_shares_are_the_published_ones(events, population, published):
    # testdata_funnel_prop_inputs.csv, 3352ce5d: trusts in England, who had 80.642448 % in all.
    shares = [proportion(events, population, per=100, confidence=level) for level in (0.95, 0.998)]
    assert funnel_flag(*shares, 80.642448) == published


@quick
@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.01, 0.99))
def test_wilsons_interval_flags_what_lies_outside_the_funnel(events, population, average):
    assume(events <= population)
    inner, outer = (proportion(events, population, confidence=level) for level in (0.95, 0.998))
    limits = proportion_funnel(average, population)
    outside = not limits.lower <= inner.value <= limits.upper
    assume(min(abs(inner.value - limits.lower), abs(inner.value - limits.upper)) > 1e-9)
    assert (funnel_flag(inner, outer, average) != "within") == outside


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: proportion_funnel(1.1, 10), "average"),
        (lambda: proportion_funnel(-0.1, 10), "average"),
        (lambda: proportion_funnel(0.1, 0), "population"),
        (lambda: rate_funnel(0, 10), "average"),
        (lambda: ratio_funnel(0), "expected"),
        (lambda: funnel_curve(0), "events"),
        (lambda: compared(Estimate.of([1, 2], 1, 2), [1, 2, 3]), "broadcast"),
        (lambda: compared(Estimate.of(1, 1, 2), 1, higher_is="more"), "higher_is"),
    ],
)
def test_wrong_input_is_refused_in_words(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_a_spine_without_areas_has_no_places():
    assert np.isnan(spine_position([1, 2], np.zeros((2, 0)), 1)).all()
