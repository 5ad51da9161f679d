"""The pages of the plans: with the region's own pack, and with a plan that has all that a plan may have."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from factories import make_area, make_organisation, make_region, make_source
from hytti.core.models import Organisation, Region
from hytti.core.search import rebuild
from hytti.plans.models import Action, DutyEvidence, Goal, IndicatorLink, NotFound, Plan, Priority
from pages import unmarked_fallbacks, untranslated

REGIONAL = "alueellinen-hyvinvointisuunnitelma-2021-2025"


def addresses() -> list[str]:
    return [
        reverse("plans:overview"),
        reverse("plans:duties"),
        *(reverse("plans:organisation", args=[name]) for name in ("hollola", "hartola", "paijat-hameen-liitto")),
        reverse("plans:organisation", args=["paijat-hameen-hyvinvointialue"]),
        *(reverse("plans:plan", args=[slug]) for slug in Plan.objects.values_list("slug", flat=True)),
        *(reverse("plans:priority", args=[slug]) for slug in Priority.objects.values_list("slug", flat=True)),
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_the_region_is_clean_and_marks_what_is_not_translated(language, page_client, region):
    finnish = untranslated(language) if language != "fi" else set()
    with translation.override(language):
        for address in addresses():
            html = page_client.get(address).content.decode()
            assert html.count("<h1") == 1, address
            assert unmarked_fallbacks(html, finnish) == [], address


@pytest.fixture
def county(db):
    """A county with two municipalities, a plan with everything in it, and no evidence."""
    region = make_region()
    source = make_source(title_fi="Pöytäkirja")
    towns = [
        make_organisation(
            kind=Organisation.Kind.MUNICIPALITY, name_fi=name, area=make_area(name_fi=name, parent=region.area)
        )
        for name in ("Äkäslahti", "Ylijoki")
    ]
    plan = Plan.objects.create(
        slug="suunnitelma",
        organisation=towns[0],
        kind=Plan.Kind.PLAN,
        title_fi="Äkäslahden hyvinvointisuunnitelma",
        starts=2025,
        ends=2099,
        state=Plan.State.IN_FORCE,
        source=source,
        as_of="2025-06-02",
    )
    add_priority(plan, 1)
    return region, towns, plan


def add_priority(plan: Plan, order: int) -> Priority:
    common = {"source": plan.source, "as_of": plan.as_of}
    priority = Priority.objects.create(
        plan=plan, slug=f"karki-{order}", order=order, name_fi=f"Kärki {order} ja mieli", **common
    )
    goal = Goal.objects.create(plan=plan, priority=priority, order=order, name_fi=f"Tavoite {order}", **common)
    Goal.objects.create(plan=plan, priority=priority, parent=goal, order=order, name_fi=f"Osa {order}", **common)
    action = Action.objects.create(
        goal=goal, order=1, name_fi=f"Toimi {order}", responsible_organisation=plan.organisation, **common
    )
    action.partners.set(Organisation.objects.filter(name_fi="Ylijoki"))
    IndicatorLink.objects.create(
        priority=priority, indicator_key="vaesto", name_fi=f"Luku {order}", is_official=True, baseline=12.5, **common
    )
    return priority


def html_of(page_client, name: str, *args: str) -> str:
    response = page_client.get(reverse(f"plans:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_a_plan_shows_its_priorities_goals_actions_and_figures(page_client, county):
    html = html_of(page_client, "plan", "suunnitelma")
    for words in ("Kärki 1 ja mieli", "Tavoite 1", "Osa 1", "Toimi 1", "Ylijoki", "Luku 1", "12,5", "Pöytäkirja"):
        assert words in html
    assert "Suunnitelman oma mittari" in html
    assert reverse("indicators:indicator", args=["vaesto"]) in html


def test_an_organisation_shows_what_it_answers_for_and_where_it_is_a_partner(page_client, county):
    _, towns, plan = county
    for town in towns:
        assert reverse("plans:doer", args=[town.slug]) in html_of(page_client, "organisation", town.slug)
        html = html_of(page_client, "doer", town.slug)
        assert "Toimi 1" in html
        assert plan.get_absolute_url() in html


def test_a_term_that_is_over_is_told_loudly(page_client, region):
    html = html_of(page_client, "plan", REGIONAL)
    assert "Kausi 2021–2025 on päättynyt" in html
    assert "notice-ember" in html


def test_a_plan_whose_years_are_over_has_ended_whatever_was_written(page_client, county):
    _, _, plan = county
    Plan.objects.filter(pk=plan.pk).update(starts=2017, ends=2020)
    html = html_of(page_client, "plan", "suunnitelma")
    assert "Kausi 2017–2020 on päättynyt" in html
    assert "Voimassa" not in html


def test_what_was_not_found_is_told_with_the_day_of_looking(page_client, region):
    html = html_of(page_client, "organisation", "hartola")
    assert "Etsitty 24.11.2026" in html
    assert "Suunnitelmia ei löytynyt" in html


def test_a_suggested_figure_is_not_called_the_plans_own(page_client, region):
    html = html_of(page_client, "priority", "mielen-hyvinvointi")
    assert "Hytin ehdotus" in html
    assert "Suunnitelman oma mittari" not in html
    assert "Sysmä" in html


def test_what_was_written_here_is_not_told_as_looked_for_elsewhere(page_client, county):
    _, _, plan = county
    for model in (Plan, Priority, Goal, Action):
        model.objects.update(source=None)
    IndicatorLink.objects.all().delete()
    goal = plan.goals.first()
    names = {"indicator_key": "vaesto", "name_fi": "Väestö", "goal": goal}
    target = {"target": 10.0, "unit": "%", "target_on": timezone.localdate(), "direction": "down"}
    IndicatorLink.objects.create(order=1, **names)
    IndicatorLink.objects.create(order=2, **names, **target)
    html = html_of(page_client, "plan", plan.slug)
    assert html.count("Lisätty seurattavaksi") == html.count("Suunnitelman oma mittari") == 1
    assert "Kirjattu Hytissä" in html
    for words in ("Hytin ehdotus", "Osoitetta ei löytynyt", "Lähde ei ole tiedossa", "Mitä ei löytynyt"):
        assert words not in html


def test_a_municipality_without_evidence_is_never_shown_late(page_client, region):
    html = html_of(page_client, "organisation", "hartola")
    assert "Ei tietoa" in html
    assert "status-late" not in html


def test_evidence_stands_on_the_page_with_its_decision_number_and_address(page_client, region):
    html = html_of(page_client, "organisation", "hollola")
    for words in ("13.12.2021", "§ 89", "HOLDno-2020-655", "612/2021", "hollola.cloudnc.fi"):
        assert words in html


def test_a_source_that_says_it_was_not_done_is_shown_late(page_client, county):
    _, towns, _ = county
    DutyEvidence.objects.create(duty="vastuutaho", organisation=towns[1], outcome="not_done")
    assert "Myöhässä" in html_of(page_client, "organisation", towns[1].slug)


def read_csv(page_client) -> list[dict[str, str]]:
    response = page_client.get(reverse("plans:duties"), {"muoto": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_board_has_ten_municipalities_and_the_county(page_client, region):
    rows = read_csv(page_client)
    assert len({row["organisation"] for row in rows}) == 11
    assert {row["organisation"] for row in rows if row["duty"] == "toimitus-hyvinvointialueelle"} == {
        "Asikkala", "Hartola", "Heinola", "Hollola", "Iitti", "Kärkölä", "Lahti", "Orimattila", "Padasjoki", "Sysmä",
    }  # fmt: skip


def test_the_file_of_the_board_tells_the_evidence_and_says_unknown_where_there_is_none(page_client, county):
    _, towns, _ = county
    DutyEvidence.objects.create(
        duty="hyvinvointisuunnitelma",
        organisation=towns[0],
        period="2021–2025",
        outcome="done",
        decided_by="Valtuusto",
        happened_on="2021-12-13",
        decision_section="§ 89",
    )
    rows = {(row["organisation"], row["duty"], row["period"]): row for row in read_csv(page_client)}
    done = rows["Äkäslahti", "hyvinvointisuunnitelma", "2021–2025"]
    assert (done["state"], done["happened_on"], done["law"], done["section"]) == (
        "done",
        "2021-12-13",
        "612/2021",
        "6 §",
    )
    assert rows["Ylijoki", "hyvinvointisuunnitelma", "2021–2025"]["state"] == "unknown"


def test_an_empty_installation_has_its_pages(page_client, db):
    assert "Suunnitelmia ei ole vielä kirjattu" in html_of(page_client, "overview")
    assert "Alueen kuntia ei ole kirjattu" in html_of(page_client, "duties")


@pytest.mark.parametrize("name", ["plan", "priority", "organisation"])
def test_an_unknown_record_is_not_found(page_client, db, name):
    assert page_client.get(reverse(f"plans:{name}", args=["olematon"])).status_code == 404


def queries(page_client, name: str, *args: str) -> int:
    from django.core.cache import caches

    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        html_of(page_client, name, *args)
    return len(captured)


def test_a_plan_is_loaded_as_a_table_from_its_page(page_client, county):
    html = html_of(page_client, "plan", "suunnitelma")
    for kind in ("xlsx", "csv"):
        address = reverse("plans:table", args=["suunnitelma", kind])
        assert address in html
        assert page_client.get(address).status_code == 200


def test_each_organisation_that_follows_a_priority_is_named_once_and_a_made_up_plan_is_told(
    page_client, county, settings
):
    settings.DEMO = True
    _, towns, _ = county
    followed = Priority.objects.get(slug="karki-1")
    for number, (town, is_made_up) in enumerate([(towns[0], False), (towns[0], True), (towns[1], True)]):
        other = Plan.objects.create(
            slug=f"kunnan-{number}", organisation=town, kind="plan", title_fi="Kunnan", state="in_force",
            is_made_up=is_made_up,
        )  # fmt: skip
        Priority.objects.create(plan=other, slug=f"kunnan-{number}", order=1, name_fi="Arki", serves=followed)
    card = re.search(r"Mukana: (.*?)</p>", html_of(page_client, "plan", "suunnitelma"), re.DOTALL).group(1)
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", card))
    assert told.strip() == f"{towns[0].name_fi}, {towns[1].name_fi} esimerkki"
    assert html_of(page_client, "priority", "karki-1").count(', Kunnan <span class="tag">') == 2


def test_the_number_of_queries_does_not_grow_with_the_content(page_client, county):
    _, towns, plan = county
    pages = [
        ("overview",),
        ("duties",),
        ("plan", plan.slug),
        ("priority", "karki-1"),
        ("organisation", towns[0].slug),
    ]
    DutyEvidence.objects.create(duty="vastuutaho", organisation=towns[0], outcome="done", plan=plan, source=plan.source)
    NotFound.objects.create(organisation=towns[0], text_fi="Kertomus", source=plan.source, as_of="2026-11-24")
    NotFound.objects.create(organisation=towns[0], plan=plan, text_fi="Mittarit", source=plan.source, as_of="2026")
    before = [queries(page_client, *page) for page in pages]
    for order in range(2, 12):
        add_priority(plan, order)
        town = make_organisation(kind=Organisation.Kind.MUNICIPALITY, area=make_area(parent=Region.objects.get().area))
        for owner in (town, towns[0]):
            Plan.objects.create(
                slug=f"osa-{owner.pk}-{order}", organisation=owner, kind="sub_plan", title_fi="Osa", parent=plan,
                source=plan.source,
            )  # fmt: skip
            DutyEvidence.objects.create(
                duty="vastuutaho", organisation=owner, outcome="done", plan=plan, source=plan.source
            )
        NotFound.objects.create(organisation=town, text_fi="Suunnitelma", source=plan.source, as_of="2026-11-24")
    assert [queries(page_client, *page) for page in pages] == before
    assert max(before) <= 20


def test_a_plan_is_found_with_its_address(page_client, county):
    rebuild()
    html = page_client.get(reverse("search"), {"q": "äkäslahden hyvinvointisuunnitelma"}).content.decode()
    assert reverse("plans:plan", args=["suunnitelma"]) in html
    html = page_client.get(reverse("search"), {"q": "mieli"}).content.decode()
    assert reverse("plans:priority", args=["karki-1"]) in html
