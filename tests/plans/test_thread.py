"""The red thread: from a figure to those who act, with its gaps, as a picture and as a list."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.urls import reverse

from factories import make_area, make_organisation, make_region
from hytti.core.models import Organisation
from hytti.plans.drawing.thread import MOST_LEAVES, thread
from hytti.plans.models import Action, Goal, IndicatorLink, Plan, Priority, Worry
from hytti.plans.queries.rows import Item
from hytti.plans.queries.thread import STEPS, Node

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def plan(db):
    region = make_region()
    area = make_area(name_fi="Äkäslahti", parent=region.area)
    town = make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Äkäslahden kunta", area=area)
    return Plan.objects.create(
        slug="suunnitelma", organisation=town, kind="plan", title_fi="Suunnitelma", starts=2025, ends=2099,
        state=Plan.State.IN_FORCE,
    )  # fmt: skip


@pytest.fixture
def goal(plan):
    priority = Priority.objects.create(plan=plan, slug="mieli", order=1, name_fi="Mielen hyvinvointi")
    return Goal.objects.create(plan=plan, priority=priority, order=1, name_fi="Yksinäisyys vähenee")


def html_of(client, key: str = "yksinaisyys") -> str:
    response = client.get(reverse("plans:thread", args=[key]))
    assert response.status_code == 200
    return response.content.decode()


def listed(html: str) -> list[str]:
    """The list of the thread as plain lines, from the figure down."""
    tree = re.search(r'<ul class="tree">.*?</section>', html, re.DOTALL).group(0)
    lines = [re.sub(r"<[^>]+>", "", part) for part in tree.split("<li>")[1:]]
    return [" ".join(line.split()) for line in lines]


def test_a_figure_leads_to_worry_goal_action_and_doer(page_client, plan, goal):
    worry = Worry.objects.create(plan=plan, order=1, name_fi="Nuoret ovat yksin")
    worry.goals.add(goal)
    IndicatorLink.objects.create(worry=worry, indicator_key="yksinaisyys", name_fi="Yksinäisyyttä kokevat")
    Action.objects.create(goal=goal, order=1, name_fi="Kohtaamispaikka", responsible_organisation=plan.organisation)
    html = html_of(page_client)
    assert listed(html) == [
        "Luku: Yksinäisyyttä kokevat",
        "Huoli tai ilo: Nuoret ovat yksin",
        "Kärki: Mielen hyvinvointi",
        "Tavoite: Yksinäisyys vähenee",
        "Toimenpide: Kohtaamispaikka",
        "Kuka tekee: Äkäslahden kunta",
    ]
    assert reverse("indicators:indicator", args=["yksinaisyys"]) in html
    assert f"{plan.get_absolute_url()}#h-{worry.pk}" in html


def test_gaps_are_told_where_something_is_missing(page_client, goal):
    IndicatorLink.objects.create(goal=goal, indicator_key="yksinaisyys", name_fi="Yksinäisyyttä kokevat")
    html = html_of(page_client)
    assert listed(html)[1:] == [
        "Huoli tai ilo: Huolta tai iloa ei ole kirjattu",
        "Kärki: Mielen hyvinvointi",
        "Tavoite: Yksinäisyys vähenee",
        "Toimenpide: Toimenpidettä ei löytynyt",
    ]
    assert "pl-t-gap" in html


def test_a_goal_is_told_through_its_parts_where_it_has_no_actions_of_its_own(page_client, plan, goal):
    part = Goal.objects.create(plan=plan, priority=goal.priority, parent=goal, order=2, name_fi="Nuorten yksinäisyys")
    Action.objects.create(goal=part, order=1, name_fi="Kerho")
    IndicatorLink.objects.create(goal=goal, indicator_key="yksinaisyys", name_fi="Yksinäisyys")
    lines = listed(html_of(page_client))
    assert "Tavoite: Nuorten yksinäisyys" in lines
    assert "Tavoite: Yksinäisyys vähenee" not in lines


def test_a_priority_that_names_a_figure_leads_to_its_goals(page_client, goal):
    IndicatorLink.objects.create(priority=goal.priority, indicator_key="yksinaisyys", name_fi="Yksinäisyys")
    assert "Tavoite: Yksinäisyys vähenee" in listed(html_of(page_client))


def test_a_priority_without_goals_ends_in_a_gap(page_client, goal):
    IndicatorLink.objects.create(priority=goal.priority, indicator_key="yksinaisyys", name_fi="Yksinäisyys")
    goal.delete()
    assert listed(html_of(page_client))[-1] == "Tavoite: Tavoitetta ei löytynyt"


def test_the_list_of_figures_has_each_figure_once(page_client, plan, goal):
    for owner in ({"goal": goal}, {"priority": goal.priority}):
        IndicatorLink.objects.create(**owner, indicator_key="yksinaisyys", name_fi="Yksinäisyys")
    html = page_client.get(reverse("plans:threads")).content.decode()
    assert html.count(reverse("plans:thread", args=["yksinaisyys"])) == 1


def test_an_unknown_figure_is_not_found_and_an_empty_service_has_its_page(page_client, db):
    assert page_client.get(reverse("plans:thread", args=["olematon"])).status_code == 404
    assert "ei vielä seuraa lukuja" in page_client.get(reverse("plans:threads")).content.decode()


def test_a_page_of_a_goal_has_its_stations_with_the_gap_marked(page_client, goal):
    html = page_client.get(reverse("plans:goal", args=[goal.pk])).content.decode()
    stations = re.search(r'<ol class="pl-thread">.*?</ol>', html, re.DOTALL).group(0)
    assert len(re.findall("<li", stations)) == len(STEPS)
    assert stations.count("pl-station-gap") == 4
    assert stations.count('aria-current="true"') == 1


def node(step: str, text: str, *children: Node, url: str = "") -> Node:
    return Node(step, [Item(text, "fi", url)] if text else [], list(children))


def tree(*actions: Node) -> Node:
    goals = node("goal", "Päihteettömyys ja terveelliset elintavat", *actions)
    return node("figure", "Luku", node("worry", "", node("priority", "", goals)))


def drawn(root: Node) -> ET.Element:
    heads = [str(step) for step in STEPS.values()]
    return ET.fromstring(thread(root, heads, key="t", title="Lanka", desc="Sama on luettelona."))


def test_the_picture_has_a_title_a_description_and_links_with_names():
    root = drawn(tree(node("action", 'Toimi "A" & B <1>', node("doer", "Kunta"), url="/fi/a/?x=1&y=2")))
    assert root.get("role") == "group"
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("Lanka", "Sama on luettelona.")
    [link] = root.iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/fi/a/?x=1&y=2", 'Toimenpide: Toimi "A" & B <1>')


def test_boxes_of_the_picture_never_overlap_and_stay_inside_it():
    actions = [
        node("action", "Pelihaittojen ehkäisyn asiantuntijaryhmän koulutukset " * (1 + n % 4), node("doer", "Kunta"))
        for n in range(12)
    ]
    root = drawn(tree(*actions))
    boxes = [tuple(float(rect.get(side)) for side in ("x", "y", "width", "height")) for rect in root.iter(f"{SVG}rect")]
    assert len(boxes) == 4 + 24
    for left, top, wide, high in boxes:
        assert left >= 0
        assert left + wide <= float(root.get("width"))
        assert top + high <= float(root.get("height"))
    columns: dict[float, list[tuple[float, float]]] = {}
    for left, top, _wide, high in boxes:
        columns.setdefault(left, []).append((top, top + high))
    for column in columns.values():
        column.sort()
        assert all(above[1] < below[0] for above, below in pairwise(column))


def test_a_picture_that_would_be_too_large_is_left_to_the_list():
    actions = [node("action", f"Toimi {n}", node("doer", "")) for n in range(MOST_LEAVES + 1)]
    assert thread(tree(*actions), [str(step) for step in STEPS.values()], key="t", title="Lanka", desc="") == ""
