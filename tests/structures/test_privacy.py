import datetime as dt

import pytest

from factories import make_membership, make_person
from hytti.structures.privacy import shown_name

TODAY = dt.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("end", "named"),
    [(None, True), (TODAY, True), (TODAY + dt.timedelta(days=1), True), (TODAY - dt.timedelta(days=1), False)],
)
def test_a_name_is_told_to_the_last_day_of_the_membership(end, named):
    membership = make_membership(person=make_person(name="Koe Jäsen"), end=end)
    assert shown_name(membership, TODAY) == ("Koe Jäsen" if named else None)
    assert shown_name(membership, TODAY, viewer_may_edit=True) == "Koe Jäsen"
