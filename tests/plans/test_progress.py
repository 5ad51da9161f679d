"""Progress in words, as a strip and as a table; and who does what."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.urls import reverse

from factories import make_area, make_body, make_organisation, make_region
from hytti.core.models import Organisation
from hytti.plans.drawing.strip import strip
from hytti.plans.models import Action, Goal, Plan, Priority
from hytti.plans.queries import progress

TODAY = dt.date(2026, 11, 24)
STATUSES = {
    "done": {"said_status": "done", "status_reason": "Valmistui."},
    "progress": {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2099, 12, 31)},
    "late": {"said_status": "late", "status_reason": "Siirtyi."},
    "open": {"starts_on": dt.date(2098, 1, 1)},
    "unconfirmed": {"ends_on": dt.date(2024, 12, 31)},
    "ended": {"said_status": "stopped", "status_reason": "Rahoitus loppui."},
}


@pytest.fixture
def town(db):
    region = make_region()
    area = make_area(name_fi="Äkäslahti", parent=region.area)
    return make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Äkäslahden kunta", area=area)


@pytest.fixture
def plan(town):
    """Two priorities: one with an action of each status and one that was merged, the other with nothing."""
    plan = Plan.objects.create(
        slug="suunnitelma", organisation=town, kind="plan", title_fi="Suunnitelma", starts=2025, ends=2099,
        state=Plan.State.IN_FORCE,
    )  # fmt: skip
    first = Priority.objects.create(plan=plan, slug="mieli", order=1, name_fi="Mieli")
    Priority.objects.create(plan=plan, slug="arki", order=2, name_fi="Arki")
    goal = Goal.objects.create(plan=plan, priority=first, order=1, name_fi="Tavoite")
    made = [
        Action.objects.create(goal=goal, order=order, name_fi=f"Toimi {mark}", responsible_organisation=town, **values)
        for order, (mark, values) in enumerate(STATUSES.items(), 1)
    ]
    Action.objects.create(goal=goal, order=9, name_fi="Yhdistetty", merged_into=made[0])
    return plan


def rows_of(client, name: str, *args: str) -> list[dict[str, str]]:
    response = client.get(reverse(f"plans:{name}", args=args), {"muoto": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_status_is_counted_once_and_what_was_merged_is_not(plan):
    [found] = progress.by_plan(TODAY)
    assert found.progress.counts == dict.fromkeys(STATUSES, 1)
    assert [(line.priority.slug, line.progress.total) for line in found.lines] == [("mieli", 6), ("arki", 0)]


def test_the_words_tell_the_statuses_always_in_one_order(plan):
    [found] = progress.by_plan(TODAY)
    assert found.progress.words == (
        "6 toimenpidettä: valmiina 1, käynnissä 1, myöhässä 1, alkamatta 1, ei tiedossa 1, lopetettu 1"
    )


def test_a_plan_without_actions_has_no_progress_to_tell(town, page_client):
    Plan.objects.create(slug="tyhja", organisation=town, kind="plan", title_fi="Tyhjä suunnitelma")
    html = page_client.get(reverse("plans:progress")).content.decode()
    assert "Tyhjä suunnitelma" not in html
    assert "ei ole vielä kirjattu toimenpiteitä" in html


def test_the_file_of_progress_has_a_row_for_each_priority(page_client, plan):
    rows = {row["priority"]: row for row in rows_of(page_client, "progress")}
    assert (rows["mieli"]["actions"], rows["mieli"]["late"], rows["arki"]["actions"]) == ("6", "1", "0")


def test_the_page_tells_the_same_in_words_and_in_a_table(page_client, plan):
    html = page_client.get(reverse("plans:progress")).content.decode()
    assert "valmiina 1, käynnissä 1, myöhässä 1" in html
    table = re.search(r'<table class="list as-cards pl-progress">.*?</table>', html, re.DOTALL).group(0)
    assert [int(cell) for cell in re.findall(r'wide-only">(\d+)</td>', table)] == [6, *[1] * 6, *[0] * 7]


def test_each_part_of_the_strip_is_as_wide_as_its_share_and_has_a_shape_of_its_own():
    svg = strip([("done", 1), ("progress", 2), ("late", 1)])
    assert re.findall(r'x="([\d.]+)%" width="([\d.]+)%" height="12" class="pl-seg', svg) == [
        ("0", "25"), ("25", "50"), ("75", "25"),
    ]  # fmt: skip
    shapes = {mark: re.sub(r"pl-seg-\w+", "", strip([(mark, 1)])) for mark in ("done", "progress", "late", "ended")}
    assert len(set(shapes.values())) == 4
    assert 'aria-hidden="true"' in svg
    assert strip([]) == ""


def test_who_answers_and_who_takes_part_is_told_by_organisation_and_body(page_client, plan, town):
    partner, body = make_organisation(name_fi="Kyläyhdistys Åkerö"), make_body(name_fi="Yhdessä-verkosto")
    action = Action.objects.get(name_fi="Toimi late")
    action.partners.add(partner)
    action.bodies.add(body)
    html = page_client.get(reverse("plans:doers")).content.decode()
    for name in ("Äkäslahden kunta", "Kyläyhdistys Åkerö", "Yhdessä-verkosto"):
        assert name in html
    told = {
        (row["organisation_name"], row["role"], row["action"], row["status"]) for row in rows_of(page_client, "doers")
    }
    assert ("Kyläyhdistys Åkerö", "takes_part", "Toimi late", "late") in told
    assert ("Äkäslahden kunta", "answers", "Toimi done", "done") in told
    assert len(told) == 7
    assert {row["role"] for row in rows_of(page_client, "doer", partner.slug)} == {"takes_part"}
    html = page_client.get(reverse("plans:doer", args=[partner.slug])).content.decode()
    assert "Vastaa 0 toimenpiteestä ja on mukana 1 toimenpiteessä." in html


def test_actions_without_anybody_are_told_and_not_hidden(page_client, plan):
    Action.objects.filter(name_fi="Toimi open").update(responsible_organisation=None)
    html = page_client.get(reverse("plans:doers")).content.decode()
    assert "1 toimenpiteellä ei ole vastuutahoa." in html


@pytest.mark.parametrize(("state", "is_told"), [("for_comments", False), ("proposed", False), ("ended", True)])
def test_a_text_that_nobody_has_decided_tells_of_no_progress(page_client, plan, state, is_told):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert bool(progress.by_plan(TODAY)) is is_told
    assert bool(rows_of(page_client, "doers")) is is_told
    html = page_client.get(plan.get_absolute_url()).content.decode()
    assert ("Edistyminen" in html, "valmiina 1" in html) == (is_told, is_told)
    assert "6 toimenpidettä" in html
    goal = page_client.get(Goal.objects.get().get_absolute_url()).content.decode()
    assert ("valmiina 1" in goal) is is_told


def test_an_unknown_organisation_is_not_found(page_client, db):
    assert page_client.get(reverse("plans:doer", args=["olematon"])).status_code == 404
