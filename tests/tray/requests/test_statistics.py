"""Requests are counted without identity, and one table a month is published with its small counts hidden."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core import mail
from django.urls import reverse

from hytti.core.models import Area
from hytti.methods import disclosure
from hytti.tray.actions import counting
from hytti.tray.actions import requests as actions
from hytti.tray.models import RequestCount, RequestTable, Term
from hytti.tray.rules import consent

from .conftest import secret_in

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def places(scene, lists):
    """Three municipalities of the region and the codes of the first themes."""
    names = (("902", "Äkäslahti"), ("903", "Ödkarby"))
    for code, name in names:
        Area.objects.create(kind="municipality", code=code, slug=f"k{code}", name_fi=name, parent=scene.region.area)
    themes = Term.objects.filter(vocabulary="theme").order_by("order", "code").values_list("code", flat=True)
    return ["900", "902", "903"], list(themes)


def count(theme, municipality, number, month=MARCH):
    RequestCount.objects.create(month=month, theme=theme, municipality=municipality, count=number)


def test_a_confirmed_request_is_counted_once_by_theme_and_municipality(scene, told, places, make_offer):
    theme = Term.objects.get(vocabulary="theme", code=places[1][2])
    other = make_offer("Toinen", state="published")
    for offer in (scene.walk, other):
        offer.terms.add(theme)
    scene.walk.terms.add(Term.objects.get(vocabulary="theme", code=places[1][0]))
    actions.ask([scene.walk, other], [scene.club], told(municipality=scene.town))
    assert not RequestCount.objects.exists()
    actions.confirm(secret_in(mail.outbox[0], "vahvista"))
    assert list(RequestCount.objects.values_list("theme", "municipality", "count")) == [(theme.code, "900", 1)]


def test_a_month_that_is_not_over_has_no_table(places):
    count(places[1][0], "900", 50)
    assert counting.publish(dt.date(2026, 3, 31)) == 0
    assert counting.publish(dt.date(2026, 4, 1)) == 1


def test_small_counts_are_hidden_and_cannot_be_worked_out(places):
    municipalities, themes = places
    for place, theme in enumerate(themes):
        for town in municipalities:
            count(theme, town, 40 + place)
    count(themes[0], "", 3)
    counting.publish(dt.date(2026, 4, 1))
    table = RequestTable.objects.get()
    shown = {cell for line in table.cells for cell in line if cell is not None}
    assert min(shown) >= 10
    whole = [[cell if cell is not None else 0 for cell in line] for line in table.cells]
    hidden = [[cell is None for cell in line] for line in table.cells]
    # the true table, put together from what was counted, against a reader who knows the shown cells and the sums
    towns = sorted(municipalities, key=table.municipalities.index)
    true = [[40 + themes.index(theme) for _town in towns] + [3 if theme == themes[0] else 0] for theme in themes]
    true.append([0] * (len(towns) + 1))
    counts = disclosure.add_totals(true)
    assert all(hidden[i][j] or whole[i][j] == counts[i][j] for i in range(len(hidden)) for j in range(len(hidden[0])))
    disclosure.audit(counts, hidden, unsafe=disclosure.primary_cells(counts, 10), width=10)


def test_the_counts_behind_a_table_are_gone_and_it_is_never_made_anew(places):
    count(places[1][0], "900", 50)
    counting.publish(dt.date(2026, 4, 1))
    assert not RequestCount.objects.exists()
    before = RequestTable.objects.values().get()
    assert counting.publish(dt.date(2026, 4, 9)) == 0
    assert RequestTable.objects.values().get() == before


def test_a_month_without_requests_looks_like_one_with_a_few(places):
    count(places[1][0], "900", 2)
    counting.publish(dt.date(2026, 5, 1))
    few, none = RequestTable.objects.order_by("month")
    assert few.cells == none.cells
    assert all(cell is None for line in none.cells for cell in line)


def test_the_page_and_the_file_tell_the_published_cells_alone(places, page_client):
    count(places[1][0], "900", 50)
    count(places[1][0], "902", 3)
    page = page_client.get(reverse("tray:statistics"))
    assert "Tilastoa ei vielä ole" in page.content.decode()
    counting.publish(dt.date(2026, 4, 1))
    page = page_client.get(reverse("tray:statistics"), {"kuukausi": "2026-03"})
    assert "peitetty" in page.content.decode()
    rows = list(csv.DictReader(io.StringIO(page_client.get(reverse("tray:statistics_csv")).content.decode())))
    published = RequestTable.objects.get()
    size = (len(published.themes) + 1) * (len(published.municipalities) + 1)
    assert len(rows) == size
    assert "3" not in {row["count"] for row in rows}
    other = page_client.get(reverse("tray:statistics"), {"kuukausi": "1999-01", "kunta": "902", "teema": "x"})
    assert "3/2026" in other.content.decode()


class TestConsent:
    def test_the_file_of_the_house_is_whole(self, settings):
        [first, *_more] = consent.load(settings.TRAY_CONSENT)
        assert (first.delete_after_days, first.confirm_within_hours) == (90, 48)
        for language in ("fi", "sv", "en"):
            assert "Testi" in first.told_purpose("Testi", language)
            assert "90" in first.told_purpose("Testi", language)

    @pytest.mark.parametrize(
        "broken", ["[]", "- version: '1'", "- {version: '1', since: 2026-01-01, own: {fi: vain suomeksi}}"]
    )
    def test_a_file_that_is_not_whole_is_refused(self, tmp_path, broken):
        file = tmp_path / "consent.yaml"
        file.write_text(broken)
        with pytest.raises(ValueError, match=r".+"):
            consent.load(file)

    def test_the_wording_is_that_of_the_day(self, settings, tmp_path):
        text = settings.TRAY_CONSENT.read_text()
        newer = text.replace('version: "2026-1"', 'version: "2027-1"').replace("2026-11-01", "2027-02-01")
        file = tmp_path / "two.yaml"
        file.write_text(f"{text}\n{newer}")
        settings.TRAY_CONSENT = file
        days = (dt.date(2020, 1, 1), dt.date(2027, 1, 31), dt.date(2027, 2, 1))
        assert [consent.consent_on(day).version for day in days] == ["2026-1", "2026-1", "2027-1"]
        file.write_text(f"{text}\n{text}")
        consent.load.cache_clear()
        with pytest.raises(ValueError, match="stands once"):
            consent.load(file)
