"""Plans read as documents: goals, actions, figures, decisions, versions, and nothing of what is not public."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories import make_area, make_body, make_organisation, make_region, make_source
from hytti.core.models import Organisation
from hytti.core.search import rebuild
from hytti.plans.models import (
    Action,
    Goal,
    IndicatorLink,
    LeftOutIndicator,
    Plan,
    Priority,
    Review,
    StateChange,
    Worry,
)
from pages import unmarked_fallbacks

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def town(db):
    region = make_region()
    area = make_area(name_fi="Äkäslahti", code="981", parent=region.area)
    return make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Äkäslahden kunta", area=area)


@pytest.fixture
def plan(town):
    return Plan.objects.create(
        slug="suunnitelma",
        organisation=town,
        kind=Plan.Kind.PLAN,
        title_fi="Äkäslahden hyvinvointisuunnitelma",
        starts=2025,
        ends=2099,
        state=Plan.State.IN_FORCE,
        source=make_source(title_fi="Pöytäkirja"),
        as_of="2025-06-02",
    )


@pytest.fixture
def goal(plan):
    priority = Priority.objects.create(plan=plan, slug="mieli", order=1, name_fi="Mielen hyvinvointi")
    return Goal.objects.create(plan=plan, priority=priority, order=1, name_fi="Yksinäisyys vähenee")


def make_action(goal: Goal, order: int = 1, **values: object) -> Action:
    return Action.objects.create(goal=goal, order=order, name_fi=f"Toimi {order}", **values)


def html_of(client, name: str, *args: object) -> str:
    response = client.get(reverse(f"plans:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_an_action_tells_who_answers_with_whom_when_and_by_what_means(page_client, goal, town):
    network = make_body(name_fi="Yhdessä-verkosto")
    partner = make_organisation(name_fi="Kyläyhdistys Åkerö")
    action = make_action(
        goal,
        description="Kahvila aukeaa\nkerran viikossa.",
        official_wording="Perustetaan kohtaamispaikka.",
        responsible_organisation=town,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2099, 12, 31),
        work="Puolikas henkilötyövuosi",
        money="20 000 € vuodessa",
        rooms="Kirjaston sali",
        said_status="late",
        status_reason="Tila valmistui myöhässä.",
    )
    action.partners.add(partner)
    action.bodies.add(network)
    told = (
        "Äkäslahden kunta", "Kyläyhdistys Åkerö", "Yhdessä-verkosto", "1.1.2026–31.12.2099", "Puolikas henkilötyövuosi",
        "20 000 € vuodessa", "Kirjaston sali", "Myöhässä", "Tila valmistui myöhässä.", "Perustetaan kohtaamispaikka.",
    )  # fmt: skip
    for page, args in (("plan", ["suunnitelma"]), ("action", [action.pk])):
        html = html_of(page_client, page, *args)
        assert [words for words in told if words not in html] == []
        assert reverse("plans:doer", args=[town.slug]) in html
    assert "Kahvila aukeaa<br>kerran viikossa." in html


def test_an_action_without_anything_says_what_is_not_known_and_shows_the_gaps(page_client, goal):
    html = html_of(page_client, "action", make_action(goal).pk)
    for words in ("Vastuutahoa ei ole nimetty", "Lukua ei ole liitetty", "Huolta tai iloa ei ole kirjattu"):
        assert words in html
    assert "Seurantaa ei ole vielä annettu" in html
    assert html.count("ei tiedossa") >= 4


def test_a_worry_stands_with_its_verdict_and_the_goals_that_it_led_to(page_client, plan, goal):
    worry = Worry.objects.create(
        plan=plan, order=1, name_fi="Nuoret ovat yksin", told_by="nuorisovaltuusto", verdict="supported",
        verdict_reason="Yksinäisten osuus on kasvanut.",
    )  # fmt: skip
    worry.goals.add(goal)
    html = html_of(page_client, "plan", "suunnitelma")
    for words in ("Nuoret ovat yksin", "nuorisovaltuusto", "Luvut tukevat", "Yksinäisten osuus on kasvanut."):
        assert words in html
    assert f'id="h-{worry.pk}"' in html
    assert f"#h-{worry.pk}" in html_of(page_client, "goal", goal.pk)


def test_a_figure_left_out_stands_with_its_reason(page_client, plan):
    LeftOutIndicator.objects.create(plan=plan, name_fi="Tupakoivat", reason="Otos on liian pieni.")
    html = html_of(page_client, "plan", "suunnitelma")
    assert "Tupakoivat" in html
    assert "Otos on liian pieni." in html


def test_names_in_a_decision_are_shown_to_the_last_day_and_no_longer(page_client, plan):
    step = {"plan": plan, "before": "proposed", "after": "approved", "decided_by": "Valtuusto"}
    today = timezone.localdate()
    StateChange.objects.create(**step, people="Näkyvä Nimi", people_until=today, decision_section="§ 12")
    over = StateChange.objects.create(**step, people="Poistuva Nimi", people_until=today)
    StateChange.objects.filter(pk=over.pk).update(people_until=today - dt.timedelta(days=1))
    html = html_of(page_client, "plan", "suunnitelma")
    assert "Näkyvä Nimi" in html
    assert "§ 12" in html
    assert "Poistuva Nimi" not in html


def test_reviews_are_shown_by_year_once_they_are_handed_in(page_client, goal):
    action = make_action(goal)
    given = timezone.now()
    Review.objects.create(action=action, year=2025, done="Koulutettiin 24 työntekijää.", handed_in_at=given)
    Review.objects.create(action=action, year=2026, done="Keskeneräinen luonnos.")
    for html in (html_of(page_client, "plan", "suunnitelma"), html_of(page_client, "action", action.pk)):
        assert "Koulutettiin 24 työntekijää." in html
        assert "Keskeneräinen luonnos." not in html


def test_the_contact_of_an_action_is_nowhere_on_the_public_pages(page_client, goal):
    action = make_action(goal, contact="matti.meikalainen@esimerkki.fi")
    for html in (html_of(page_client, "plan", "suunnitelma"), html_of(page_client, "action", action.pk)):
        assert "meikalainen" not in html


@pytest.mark.parametrize("name", ["goal", "action"])
def test_what_belongs_to_a_draft_is_not_found(page_client, plan, goal, name):
    action = make_action(goal)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT, pack_key=None)
    key = goal.pk if name == "goal" else action.pk
    for address in (
        reverse(f"plans:{name}", args=[key]),
        reverse("plans:plan", args=["suunnitelma"]),
        reverse("plans:priority", args=["mieli"]),
    ):
        assert page_client.get(address).status_code == 404


def test_a_draft_leaks_through_no_page_that_refers_to_it(page_client, plan, goal, town):
    draft = Plan.objects.create(
        slug="luonnos", organisation=town, kind="plan", title_fi="Salainen luonnos", replaces=plan, parent=plan,
        state=Plan.State.DRAFT,
    )  # fmt: skip
    priority = Priority.objects.create(
        plan=draft, slug="salainen", order=1, name_fi="Salainen kärki", serves=goal.priority
    )
    hidden = Goal.objects.create(
        plan=draft, priority=priority, order=1, name_fi="Salainen tavoite", serves_goal=goal, continues=goal
    )
    Goal.objects.filter(pk=goal.pk).update(serves=priority, serves_goal=hidden)
    action = make_action(hidden, responsible_organisation=town)
    action.name_fi = "Salainen toimi"
    action.save()
    IndicatorLink.objects.create(goal=hidden, indicator_key="vaesto", name_fi="Salainen luku")
    pages = [
        ("overview",), ("plan", "suunnitelma"), ("priority", "mieli"), ("goal", goal.pk), ("doers",),
        ("doer", town.slug), ("organisation", town.slug), ("threads",), ("progress",), ("duties",),
    ]  # fmt: skip
    for name, *args in pages:
        assert "Salainen" not in html_of(page_client, name, *args), name
    assert "Salainen" not in html_of(page_client, "thread", "vaesto")
    for name in ("doers", "progress"):
        assert b"alainen" not in page_client.get(reverse(f"plans:{name}"), {"muoto": "csv"}).content
    rebuild()
    assert "Salainen" not in page_client.get(reverse("search"), {"q": "salainen"}).content.decode()


def test_a_goal_and_an_action_are_found_with_their_addresses(page_client, goal):
    action = make_action(goal, description="Kohtaamispaikka kirjastoon")
    rebuild()
    html = page_client.get(reverse("search"), {"q": "yksinäisyys"}).content.decode()
    assert reverse("plans:goal", args=[goal.pk]) in html
    html = page_client.get(reverse("search"), {"q": "kohtaamispaikat"}).content.decode()
    assert reverse("plans:action", args=[action.pk]) in html


def test_a_made_up_plan_wears_its_label_on_every_page_of_it(page_client, settings, plan, goal):
    settings.DEMO = True
    action = make_action(goal)
    Plan.objects.filter(pk=plan.pk).update(is_made_up=True)
    for name, key in (("plan", "suunnitelma"), ("priority", "mieli"), ("goal", goal.pk), ("action", action.pk)):
        assert "Suunnitelma on keksitty" in html_of(page_client, name, key), name


def test_a_newer_version_leads_to_its_changes_and_the_older_one_to_the_newer(page_client, plan, goal, town):
    newer = Plan.objects.create(
        slug="versio-2", organisation=town, kind="plan", title_fi="Suunnitelma, toinen versio", version=2,
        replaces=plan, state=Plan.State.APPROVED, starts=2025, ends=2099,
    )  # fmt: skip
    Goal.objects.create(plan=newer, order=1, name_fi="Yksinäisyys puolittuu", continues=goal)
    Goal.objects.create(plan=newer, order=2, name_fi="Uusi tavoite")
    assert newer.get_absolute_url() in html_of(page_client, "plan", "suunnitelma")
    assert reverse("plans:compare", args=["versio-2"]) in html_of(page_client, "plan", "versio-2")
    html = html_of(page_client, "compare", "versio-2")
    assert re.search(r"<del[^>]*>.*?Yksinäisyys vähenee</del>", html)
    assert re.search(r"<ins[^>]*>.*?Yksinäisyys puolittuu</ins>", html)
    assert "Uusi tavoite" in html
    assert page_client.get(reverse("plans:compare", args=["suunnitelma"])).status_code == 404


def test_what_was_merged_leads_to_what_it_became(page_client, plan, goal):
    kept = make_action(goal, 1)
    gone = make_action(goal, 2, merged_into=kept)
    html = html_of(page_client, "action", gone.pk)
    assert "Yhdistetty toimenpiteeseen" in html
    assert kept.get_absolute_url() in html
    assert "1 toimenpide" in html_of(page_client, "plan", "suunnitelma")
    assert gone.get_absolute_url() in html_of(page_client, "action", kept.pk)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_finnish_that_is_not_translated_is_marked_on_the_pages_of_other_languages(page_client, goal, town, language):
    from django.utils import translation

    action = make_action(goal, responsible_organisation=town)
    names = {goal.name_fi, goal.priority.name_fi, action.name_fi, town.name_fi}
    with translation.override(language):
        for name, key in (("plan", "suunnitelma"), ("goal", goal.pk), ("action", action.pk), ("doer", town.slug)):
            html = page_client.get(reverse(f"plans:{name}", args=[key])).content.decode()
            assert unmarked_fallbacks(html, names) == [], name


def fill(goal: Goal, count: int, town: Organisation) -> None:
    partner, network = make_organisation(), make_body()
    for order in range(1, count + 1):
        part = Goal.objects.create(plan=goal.plan, priority=goal.priority, parent=goal, order=order, name_fi="Osa")
        action = make_action(part, order, responsible_organisation=town, source=goal.plan.source)
        action.partners.add(partner)
        action.bodies.add(network)
        Review.objects.create(action=action, year=2025, done="Tehtiin.", handed_in_at=timezone.now())
        IndicatorLink.objects.create(goal=part, indicator_key=f"luku-{order}", name_fi=f"Luku {order}")


def queries_of(client, name: str, *args: object) -> int:
    from django.core.cache import caches

    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        html_of(client, name, *args)
    return len(asked)


def test_no_page_asks_more_of_the_database_for_200_actions_than_for_20(page_client, goal, town):
    worry = Worry.objects.create(plan=goal.plan, order=1, name_fi="Huoli")
    worry.goals.add(goal)
    fill(goal, 20, town)
    pages = [
        ("plan", "suunnitelma"), ("priority", "mieli"), ("goal", goal.pk), ("doers",), ("doer", town.slug),
        ("progress",), ("threads",), ("thread", "luku-1"), ("overview",),
    ]  # fmt: skip
    few = {page: queries_of(page_client, *page) for page in pages}
    fill(goal, 180, town)
    assert {page: queries_of(page_client, *page) for page in pages} == few
    assert max(few.values()) <= 30
