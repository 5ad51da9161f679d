"""What the tray's keepers see: gaps, stale offers, searches in vain, use; counts alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from factories import make_user_with
from hytti.core.models import Area
from hytti.tray.demo import make_demo_offers
from hytti.tray.models import Offer, SearchMiss, Term, Use
from hytti.tray.queries import coverage
from hytti.tray.search import index

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def themed(offer, *codes):
    offer.terms.set(Term.objects.filter(vocabulary__in=("theme", "age_group"), code__in=codes))
    index.refresh([offer.pk])
    return offer


def test_each_theme_is_counted_in_each_municipality_and_gaps_are_named(lists, make_offer, town, other_town):
    themed(make_offer(state="published"), "exercise", "older")
    themed(make_offer("Luonnos"), "culture")
    whole = make_offer("Koko alueen neuvonta", state="published", reach="county")
    whole.municipalities.clear()
    themed(whole, "guidance")
    found = coverage.coverage(Area.objects.order_by("name_fi"))
    assert [area.name_fi for area in found.municipalities] == ["Kokeila", "Testilä"]
    counts = {line.theme.code: line.counts for line in found.lines}
    assert counts["exercise"] == [0, 1]
    assert counts["guidance"] == [1, 1]
    assert counts["culture"] == [0, 0]
    gaps = {theme.code: [area.name_fi for area in areas] for theme, areas in found.gaps}
    assert gaps["exercise"] == ["Kokeila"]
    assert "guidance" not in gaps
    assert ("exercise", [other_town]) in [(theme.code, areas) for theme, areas in found.gaps_in(other_town)]
    assert "exercise" not in [theme.code for theme, _areas in found.gaps_in(town)]


def test_a_group_narrows_what_is_counted(lists, make_offer, town):
    themed(make_offer(state="published"), "exercise", "older")
    for age, count in (("older", 1), ("baby", 0)):
        found = coverage.coverage(Area.objects.all(), age_group=age)
        assert {line.theme.code: line.counts for line in found.lines}["exercise"] == [count]


def test_stale_offers_are_counted_by_provider_and_a_feeds_are_not(make_offer, club):
    make_offer("Ajan tasalla", state="published", review_by=TODAY + dt.timedelta(days=1), reviewed_on=TODAY)
    make_offer("Tarkistettava", state="due", review_by=TODAY)
    make_offer("Vanha", state="expired", review_by=TODAY - dt.timedelta(days=90))
    rows = coverage.stale(Offer.objects.all(), TODAY)
    assert [(row.provider, row.shown, row.expired) for row in rows] == [(club, 1, 1)]


def test_a_rare_search_is_not_told():
    for words, count in (("kuutamohiihto", 3), ("harvinainen", 2)):
        SearchMiss.objects.create(words=words, month=dt.date(2026, 11, 1), count=count)
    SearchMiss.objects.create(words="harvinainen", month=dt.date(2024, 11, 1), count=5)
    assert coverage.in_vain(TODAY) == [("kuutamohiihto", 3)]


def test_use_is_summed_over_three_months(make_offer):
    offer = make_offer(state="published")
    for month, opened in ((dt.date(2026, 11, 1), 5), (dt.date(2026, 9, 1), 7), (dt.date(2026, 8, 1), 100)):
        Use.objects.create(offer=offer, month=month, opened=opened, collected=1)
    [row] = coverage.most_used(Offer.objects.all(), TODAY)
    assert (row.opened, row.collected) == (12, 2)


def test_the_page_and_its_table_of_the_demo(region, settings, signed_in):
    settings.DEMO = True
    keeper = make_user_with("hyte_unit")
    make_demo_offers(keeper)
    index.rebuild()
    client = signed_in("hyte_unit")
    page = client.get(reverse("tray:state"), {"ryhma": "age_group-older"}).content.decode()
    assert "Ravitsemus ja uni" in page
    assert "Hartola" in page
    lahti = client.get(reverse("tray:state"), {"kunta": "lahti"})
    assert {area.slug for _theme, areas in lahti.context["gaps"] for area in areas} <= {"lahti"}
    assert "Kunnassa Lahti on jotakin jokaisesta teemasta." in lahti.content.decode()
    table = client.get(reverse("tray:coverage_csv")).content.decode("utf-8-sig").splitlines()
    assert table[0] == "Ryhmä,Teema,Kunta,Kuntakoodi,Tarjontaa,Päivä"
    assert len(table) == 1 + 8 * 8 * 10
