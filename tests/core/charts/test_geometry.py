import pytest

from hytti.core.charts.geometry import Rect, meets_line

BOX = Rect(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("a", "b", "met"),
    [
        ((-5, 5), (15, 5), True),
        ((5, 5), (20, 20), True),
        ((2, 2), (8, 8), True),
        ((-5, 12), (15, 12), False),
        ((-5, 4), (4, -5), False),
        ((11, 0), (11, 10), False),
        ((20, 5), (15, 5), False),
        ((0, 15), (15, 0), True),
    ],
)
def test_a_line_meets_a_box_when_it_goes_through_its_inside(a, b, met):
    assert meets_line(BOX, a, b) is met
    assert meets_line(BOX, b, a) is met
