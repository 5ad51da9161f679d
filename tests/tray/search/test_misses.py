"""What is kept of searches that found nothing: words alone, never who, never a name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from hytti.tray.models import SearchMiss
from hytti.tray.search import Question, misses

pytestmark = pytest.mark.django_db


def kept(words: str, **filters) -> dict[str, int]:
    misses.record(Question(words=words, filters=filters))
    return dict(SearchMiss.objects.values_list("words", "count"))


def test_words_are_kept_in_their_base_forms_each_alone():
    assert kept("kuutamohiihdot vanhuksille") == {"kuutamohiihto": 1, "vanhus": 1}
    assert kept("kuutamohiihto") == {"kuutamohiihto": 2, "vanhus": 1}


@pytest.mark.parametrize(
    "words",
    ["Virtanen", "Matti Laine", "010170-9876", "050 1234567", "masennus@example.org", "xqzwk", "tukea2"],
)
def test_what_may_tell_of_a_person_is_not_kept(words):
    assert kept(words) == {}


def test_a_name_beside_a_matter_of_health_leaves_the_common_word_only():
    assert kept("Virtanen masennus") == {"masennus": 1}


def test_counts_of_more_than_a_year_ago_are_deleted():
    now = timezone.now()
    today = timezone.localdate(now)
    for days in (400, 300):
        month = (today - dt.timedelta(days=days)).replace(day=1)
        SearchMiss.objects.create(words="kuutamohiihto", month=month, count=5)
    assert misses.forget(now) == "Deleted 1 counts of searches in vain."
    assert misses.forget(now) == ""
    assert SearchMiss.objects.get().month > today - dt.timedelta(days=366)
