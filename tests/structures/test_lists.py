"""The lists of networks and bodies: what a reader asks for and what is found, counted and grouped."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from factories import (
    make_area,
    make_body,
    make_document,
    make_organisation,
    make_post,
    make_region,
    make_source,
    make_theme,
    make_user_with,
)
from hytti.core.models import Organisation
from hytti.structures.models import Body
from hytti.structures.queries import grouping, lists
from hytti.structures.queries.exports import api_query
from hytti.structures.queries.filters import Filters

pytestmark = pytest.mark.django_db
Kind = Body.Kind
LAST_YEAR = dt.timedelta(days=366)


@pytest.fixture
def hyte():
    return make_theme(name_fi="Hyvinvoinnin edistäminen", name_sv="Främjande av välfärd", slug="hyte", order=1)


@pytest.fixture
def prevention():
    return make_theme(name_fi="Ehkäisevä työ", slug="ehkaiseva-tyo", order=2)


@pytest.fixture
def networks(hyte, prevention, today):
    """Five networks: two of prevention, two of nutrition under hyte, one directly under hyte; one of them closed."""
    nutrition = make_theme(name_fi="Ravitsemus", slug="ravitsemus", parent=hyte)
    lahti = make_area(name_fi="Lahti", slug="lahti")
    county = make_organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue", slug="hyvinvointialue")
    make_body(name_fi="Huumetyön verkosto", theme=prevention, convener=county, confirmed_on=today)
    make_body(name_fi="Pelihaittaryhmä", kind=Kind.EXPERT_GROUP, theme=prevention, confirmed_on=today - LAST_YEAR)
    make_body(name_fi="Maistuva koulu -verkosto", theme=nutrition, municipalities=[lahti])
    make_body(name_fi="Ruokaryhmä", kind=Kind.WORKING_GROUP, theme=nutrition, closed_on=today, closed_reason="Valmis")
    make_body(name_fi="Koordinaattoreiden verkosto", theme=hyte)


def page(address, user=None):
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(html):
    return re.findall(r'<th scope="row"><a href="[^"]+">(?:<span lang="fi">)?([^<]+)', html)


def facet(html, name):
    """The offered values of a facet with their counts."""
    found = re.findall(rf'name="{name}" value="([^"]+)".*?facet-count">(\d+)<', html)
    return {value: int(count) for value, count in found}


@pytest.mark.usefixtures("networks")
class TestNetworks:
    def test_working_networks_are_shown_and_closed_ones_are_not(self):
        html = page("/fi/verkostot/")
        assert "<h2>4 verkostoa</h2>" in html
        assert "Ruokaryhmä" not in names(html)

    def test_closed_networks_can_be_asked_for_and_are_marked(self):
        html = page("/fi/verkostot/?toiminta=lakkautetut")
        assert names(html) == ["Ruokaryhmä"]
        assert "lakkautettu" in html

    def test_a_theme_brings_its_sub_themes_too(self):
        html = page("/fi/verkostot/?teema=hyte")
        assert set(names(html)) == {"Koordinaattoreiden verkosto", "Maistuva koulu "}
        assert "<h2>2 / 4 verkostoa</h2>" in html

    def test_a_sub_theme_brings_only_its_own(self):
        assert names(page("/fi/verkostot/?teema=ravitsemus")) == ["Maistuva koulu "]

    def test_two_values_of_a_facet_widen_and_two_facets_narrow(self):
        wide = page("/fi/verkostot/?teema=hyte&teema=ehkaiseva-tyo")
        narrow = page("/fi/verkostot/?teema=ehkaiseva-tyo&laji=expert_group")
        assert len(names(wide)) == 4
        assert names(narrow) == ["Pelihaittaryhmä"]

    def test_a_facet_counts_as_the_other_facets_leave_it(self):
        html = page("/fi/verkostot/?teema=ehkaiseva-tyo")
        assert facet(html, "teema") == {"hyte": 2, "ehkaiseva-tyo": 2}
        assert facet(html, "laji") == {"network": 1, "expert_group": 1}

    def test_an_option_that_would_find_nothing_is_not_offered(self):
        assert "lahti" not in facet(page("/fi/verkostot/?teema=ehkaiseva-tyo"), "kunta")
        assert facet(page("/fi/verkostot/"), "kunta") == {"lahti": 1}

    def test_a_late_confirmation_and_a_year_without_one_are_different_wishes(self):
        late = page("/fi/verkostot/?tieto=myohassa")
        stale = page("/fi/verkostot/?tieto=yli-vuosi")
        assert names(late) == ["Pelihaittaryhmä"]
        assert set(names(stale)) == {"Pelihaittaryhmä", "Koordinaattoreiden verkosto", "Maistuva koulu "}

    def test_a_network_without_a_leader_says_that_it_is_not_known(self):
        html = page("/fi/verkostot/?vetovastuu=ei-tiedossa")
        assert len(names(html)) == 3
        assert html.count('<span class="unknown">ei tiedossa</span>') == 3

    def test_each_chip_leads_to_the_list_without_it(self):
        html = page("/fi/verkostot/?q=verkosto&teema=hyte&teema=ehkaiseva-tyo")
        chips = re.findall(r'class="chip chip-on" href="([^"]+)"', html)
        assert set(chips) == {
            "/fi/verkostot/?teema=ehkaiseva-tyo&amp;teema=hyte",
            "/fi/verkostot/?q=verkosto&amp;teema=ehkaiseva-tyo",
            "/fi/verkostot/?q=verkosto&amp;teema=hyte",
        }

    def test_the_count_is_announced_and_stands_in_the_title(self):
        html = page("/fi/verkostot/?teema=hyte")
        assert 'data-announce="2 / 4 verkostoa"' in html
        assert "<title>Verkostot, 2 / 4 verkostoa – Hytti</title>" in html

    def test_free_text_finds_a_part_of_a_name(self):
        assert names(page("/fi/verkostot/?q=huumety%C3%B6")) == ["Huumetyön verkosto"]

    def test_nothing_found_says_so_and_leads_back(self):
        html = page("/fi/verkostot/?q=xyzzyx")
        assert "Yksikään verkosto ei vastaa hakua." in html
        assert 'href="/fi/verkostot/"' in html

    def test_an_unknown_value_finds_nothing_and_breaks_nothing(self):
        assert names(page("/fi/verkostot/?teema=%3Cscript%3E&laji=x&toiminta=y")) == []

    def test_the_same_address_works_in_swedish(self):
        html = page(swedish("structures:networks") + "?teema=hyte")
        assert "Främjande av välfärd" in html
        assert '<span lang="fi">Koordinaattoreiden verkosto</span>' in html

    def test_the_file_holds_the_rows_that_the_list_shows(self):
        response = Client().get("/fi/verkostot/?teema=ehkaiseva-tyo&muoto=csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="verkostot.csv"'
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [(row["name_fi"], row["convener"], row["theme"]) for row in rows] == [
            ("Huumetyön verkosto", "Hyvinvointialue", "Ehkäisevä työ"),
            ("Pelihaittaryhmä", "", "Ehkäisevä työ"),
        ]

    def test_only_those_who_may_found_a_network_see_the_way_to_it(self):
        assert "Perusta verkosto" not in page("/fi/verkostot/")
        assert "Perusta verkosto" in page("/fi/verkostot/", make_user_with("hyte_unit"))


def swedish(name):
    with translation.override("sv"):
        return reverse(name)


def test_rows_directly_under_a_parted_theme_come_first_under_a_heading_of_their_own(networks, today):
    rows = lists.load(Body.objects.networks(), today)
    hyte, prevention = grouping.by_theme(rows)
    assert [part.heading for part in hyte.parts] == ["Yleiset", "Ravitsemus"]
    assert [part.heading for part in prevention.parts] == [""]


def test_a_network_without_a_theme_comes_last(networks, today):
    make_body(name_fi="Aatosverkosto")
    groups = grouping.by_theme(lists.load(Body.objects.networks(), today))
    assert groups[-1].heading == "Ilman teemaa"


def test_a_sub_group_stands_right_after_its_group(prevention, today):
    parent = make_body(name_fi="Öljyverkosto", theme=prevention)
    make_body(name_fi="Aamuryhmä", theme=prevention, parent=parent)
    make_body(name_fi="Bussiverkosto", theme=prevention)
    rows = grouping.families(lists.load(Body.objects.networks(), today))
    assert [row.body.name_fi for row in rows] == ["Bussiverkosto", "Öljyverkosto", "Aamuryhmä"]


def test_bodies_are_grouped_by_kind_with_elected_ones_first(today):
    county = make_organisation(kind=Organisation.Kind.COUNTY)
    for kind in (Kind.UNIT, Kind.NEGOTIATING_COMMITTEE, Kind.COMMITTEE, Kind.COUNCIL):
        make_body(kind=kind, organisation=county)
    groups = grouping.by_kind(lists.load(Body.objects.organs(), today))
    assert [group.heading for group in groups] == [
        "Valtuusto, hallitus ja jaostot",
        "Lautakunnat",
        "Neuvottelukunnat",
        "Toimialat, yksiköt ja liikelaitokset",
    ]


def test_every_kind_of_organ_has_a_group():
    grouped = {kind for _heading, kinds in grouping.KIND_GROUPS for kind in kinds}
    for kind in Kind:
        assert make_body(kind=kind).is_network != (kind in grouped)


def test_an_elected_council_is_not_called_unknown_but_a_committee_is():
    make_body(kind=Kind.COUNCIL, name_fi="Valtuusto")
    make_body(kind=Kind.COMMITTEE, name_fi="Lautakunta")
    html = page("/fi/toimielimet/")
    assert "valitaan vaaleilla" in html
    assert html.count('<span class="unknown">ei tiedossa</span>') == 1


def test_an_address_gives_back_the_same_wish():
    query = "q=huume+ty%C3%B6&teema=a&teema=b&tieto=myohassa&toiminta=lakkautetut"
    filters = Filters.from_query(QueryDict(query))
    assert Filters.from_query(QueryDict(filters.query())) == filters
    assert Filters.from_query(QueryDict("toiminta=toimivat")).query() == ""


def test_the_number_of_queries_does_not_grow_with_networks(prevention):
    other = make_theme(name_fi="Osallisuus", parent=make_theme(name_fi="Yhteinen"))

    def add():
        make_body(
            theme=prevention,
            other_themes=[other],
            municipalities=[make_area()],
            convener=make_organisation(),
            source=make_source(),
        )

    def count(mark):
        with CaptureQueriesContext(connection) as queries:
            page(f"/fi/verkostot/?{mark}")
        return len(queries)

    add()
    few = count("few")
    for _ in range(12):
        add()
    assert count("many") == few


def test_municipalities_show_population_coordinator_and_networks():
    region = make_region()
    area = make_area(
        name_fi="Hartola",
        slug="hartola",
        population=2482,
        population_as_of="2024-12-31",
        population_source=make_source(title_fi="Väestö kunnittain"),
        parent=region.area,
    )
    town = make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Hartola", area=area)
    make_post(organisation=town, role="coordinator", title_fi="Hyvinvointikoordinaattori")
    make_body(convener=town)
    html = page("/fi/kunnat/")
    row = re.search(r'<tr><th scope="row"><a href="/fi/kunnat/hartola/">Hartola</a>.*?</tr>', html).group()
    assert "2\u00a0482" in row
    assert "Hyvinvointikoordinaattori" in row
    assert row.endswith(">1</td></tr>")
    assert "Väestö kunnittain" in html


def test_a_municipality_with_a_known_boundary_is_a_link_on_the_map():
    region = make_region()
    region.boundaries = {
        "features": [
            {
                "properties": {"code": "081"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[26.0, 61.5], [26.4, 61.5], [26.4, 61.8], [26.0, 61.5]]],
                },
            }
        ]
    }
    region.save()
    make_area(name_fi="Hartola", slug="hartola", code="081", population=2482)
    make_area(name_fi="Sysmä", slug="sysma", code="781")
    picture = re.search(r"<svg[^>]*class=\"map\".*?</svg>", page("/fi/kunnat/"), re.S).group()
    assert 'href="/fi/kunnat/hartola/"' in picture
    assert "sysma" not in picture


def test_guiding_documents_come_first_and_each_says_its_state_and_where_its_link_leads():
    make_document(title_fi="Muu suunnitelma", state="draft")
    make_document(
        title_fi="Ohjelma",
        is_guiding=True,
        state="ended",
        period_start=2021,
        period_end=2025,
        address="https://www.esimerkki.invalid/ohjelma.pdf",
    )
    html = page("/fi/asiakirjat/")
    assert html.index("Ohjaavat asiakirjat") < html.index("Ohjelma</a>") < html.index("Muu suunnitelma</a>")
    assert "2021–2025" in html
    assert "Kausi päättynyt" in html
    assert 'rel="external"' in html
    assert "(esimerkki.invalid)" in html


def test_themes_count_the_networks_of_their_sub_themes(networks):
    html = page("/fi/teemat/")
    card = re.search(r'<li class="card"><a href="/fi/teemat/hyte/">.*?</li>', html).group()
    assert "2 verkostoa" in card
    assert "Ravitsemus" in card


def test_the_open_interface_is_asked_for_the_same_networks(today):
    query = "q=ruoka&teema=ravitsemus&laji=network&vetovastuu=ei-tiedossa&tieto=myohassa"
    assert api_query(Filters.from_query(QueryDict(query)), "network") == (
        f"kind=network&exact=true&q=ruoka&working_on={today}&theme=ravitsemus&confirmation=late"
    )
    everything = Filters.from_query(QueryDict("toiminta=toimivat&toiminta=lakkautetut&teema=a&teema=b"))
    assert api_query(everything, "network") == "kind=network"


def test_the_link_to_the_open_interface_is_understood_there(networks):
    html = page("/fi/verkostot/?teema=ehkaiseva-tyo&tieto=vahvistettu")
    address = re.search(r'href="(/api/v1/bodies[^"]+)"', html).group(1).replace("&amp;", "&")
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "Huumetyön verkosto" in answer.content.decode()
