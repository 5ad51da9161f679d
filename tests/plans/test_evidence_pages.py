"""Who answers for a duty records what shows it done; others do not."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import make_area, make_organisation, make_region, make_user_with
from hytti.plans.models import DutyEvidence

pytestmark = pytest.mark.django_db

DUTY = "vuosiraportti-valtuustolle"


@pytest.fixture
def town():
    area = make_area(name_fi="Äkäslahti", parent=make_region().area)
    return make_organisation(kind="municipality", name_fi="Äkäslahti", area=area)


@pytest.fixture
def page(page_client, town):
    page_client.force_login(make_user_with("coordinator", town))
    return page_client


def told(**values):
    year = str(timezone.localdate().year)
    return {"period": year, "outcome": "done", "case_number": "ÄK/1/2026", "happened_on": f"16.6.{year}", **values}


def test_a_report_is_recorded_and_seen_on_the_public_page(page, town):
    keep = reverse("plans:keep_duties", args=[town.slug])
    record = reverse("plans:record_duty", args=[town.slug, DUTY])
    assert record in page.get(keep).content.decode()
    assert page.get(record).status_code == 200
    assert page.post(record, told()).status_code == 302
    item = DutyEvidence.objects.get()
    assert (item.organisation, item.duty, item.case_number) == (town, DUTY, "ÄK/1/2026")
    assert "ÄK/1/2026" in page.get(reverse("plans:organisation", args=[town.slug])).content.decode()
    assert reverse("plans:edit_evidence", args=[item.pk]) in page.get(keep).content.decode()


@pytest.mark.parametrize(
    "values", [{"period": "1999"}, {"case_number": ""}, {"address": "ftp://a"}, {"happened_on": "31.2.2026"}]
)
def test_what_shows_nothing_is_refused_and_the_rest_stays_typed(page, town, values):
    answer = page.post(reverse("plans:record_duty", args=[town.slug, DUTY]), told(note_fi="Ääkköset", **values))
    assert answer.status_code == 422
    assert "Ääkköset" in answer.content.decode()
    assert not DutyEvidence.objects.exists()


def test_it_is_mended_and_removed(page, town):
    page.post(reverse("plans:record_duty", args=[town.slug, DUTY]), told())
    item = DutyEvidence.objects.get()
    edit = reverse("plans:edit_evidence", args=[item.pk])
    assert page.get(edit).status_code == 200
    assert page.post(edit, told(outcome="partly", revision=item.revision)).status_code == 302
    assert DutyEvidence.objects.get().outcome == "partly"
    assert page.post(reverse("plans:remove_evidence", args=[item.pk])).status_code == 302
    assert not DutyEvidence.objects.exists()


def test_what_a_source_says_stays(page, town):
    item = DutyEvidence.objects.create(organisation=town, duty=DUTY, period="2025", outcome="done", pack_key="lahde")
    page.post(reverse("plans:remove_evidence", args=[item.pk]))
    assert DutyEvidence.objects.exists()


def test_a_duty_that_is_not_the_organisations_is_refused(page_client):
    county = make_organisation(kind="county", name_fi="Alue")
    page_client.force_login(make_user_with("hyte_unit"))
    url = reverse("plans:record_duty", args=[county.slug, "toimitus-hyvinvointialueelle"])
    assert page_client.post(url, told(period="2025–2029")).status_code == 422
    assert page_client.get(reverse("plans:record_duty", args=[county.slug, "keksitty"])).status_code == 404


@pytest.mark.parametrize("role", ["hyte_unit", "administrator"])
def test_nobody_records_for_a_municipality_but_itself(client, town, role):
    client.force_login(make_user_with(role))
    assert client.get(reverse("plans:keep_duties", args=[town.slug])).status_code == 403
