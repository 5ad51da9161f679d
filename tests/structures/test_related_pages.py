"""From the structures to the same municipality's figures and plans, and to the plan of a document."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from factories import make_area, make_document, make_organisation
from hytti.core import related
from hytti.core.models import Area, Organisation
from hytti.facts import Area as FactArea
from hytti.facts.store import writing
from hytti.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _finnish():
    with translation.override("fi"):
        yield


@pytest.fixture
def path(settings, tmp_path):
    """Where this test's figures may be."""
    settings.FACTS, settings.FACTS_ENGINE = tmp_path / "facts.duckdb", ""
    return settings.FACTS


@pytest.fixture
def karkola(path):
    area = make_area(name_fi="Kärkölä", slug="karkola", code="316")
    make_organisation(kind=Organisation.Kind.MUNICIPALITY, name_fi="Kärkölän kunta", slug="karkolan-kunta", area=area)
    return area


def put_areas(path):
    names = ["Kärkölä"] * 3
    with writing(path) as writer:
        writer.put_areas([FactArea("kunta-316", "kunta", "316", *names, None, None, None, None)])


def links_of(client, url):
    return client.get(url).content.decode()


def test_a_municipality_leads_to_its_figures_and_plans(page_client, karkola, path):
    put_areas(path)
    page = links_of(page_client, reverse("structures:municipality", args=["karkola"]))
    for url in (reverse("indicators:area", args=["karkola"]), reverse("plans:organisation", args=["karkolan-kunta"])):
        assert f'href="{url}"' in page
        assert page_client.get(url).status_code == 200


def test_a_municipality_without_figures_has_no_dead_link(page_client, karkola):
    page = links_of(page_client, reverse("structures:municipality", args=["karkola"]))
    assert reverse("indicators:area", args=["karkola"]) not in page
    assert reverse("plans:organisation", args=["karkolan-kunta"]) in page


def test_a_store_that_cannot_be_read_leaves_the_municipality_standing(page_client, karkola, path):
    path.write_bytes(b"not a store of figures" * 100)
    assert "Kärkölä" in links_of(page_client, reverse("structures:municipality", args=["karkola"]))


def test_a_county_is_no_municipality_with_figures(path):
    assert related.pages_about(make_area(kind=Area.Kind.COUNTY, name_fi="Päijät-Häme")) == []


def make_plan(organisation, document, **values):
    usual = {"kind": Plan.Kind.PLAN, "state": Plan.State.IN_FORCE, "slug": "koesuunnitelma"}
    usual["title_fi"] = "Koesuunnitelma"
    return Plan.objects.create(organisation=organisation, document=document, **(usual | values))


@pytest.mark.parametrize("has_plans", [True, False])
def test_an_association_leads_to_its_plans_only_where_it_has_some(page_client, has_plans):
    association = make_organisation(name_fi="Koeyhdistys", slug="koeyhdistys")
    if has_plans:
        make_plan(association, make_document(organisation=association))
    address, plans = (reverse(f"{room}:organisation", args=["koeyhdistys"]) for room in ("structures", "plans"))
    assert (f'href="{plans}"' in links_of(page_client, address)) is has_plans


def test_a_document_leads_to_the_plan_that_it_holds_and_not_to_a_draft(page_client):
    organisation = make_organisation()
    document = make_document(organisation=organisation)
    make_plan(organisation, document)
    make_plan(organisation, document, slug="luonnos", state=Plan.State.DRAFT)
    page = links_of(page_client, reverse("structures:document", args=[document.slug]))
    assert f'href="{reverse("plans:plan", args=["koesuunnitelma"])}"' in page
    assert "luonnos/" not in page


def test_municipalities_are_listed_where_no_population_is_known(page_client, karkola):
    page = links_of(page_client, reverse("structures:municipalities"))
    assert "Kuka koordinoi kunnan hyvinvointityötä ja missä kunta on mukana." in page
    assert "ihmistä" not in page


def test_municipalities_are_listed_with_how_many_live_there(page_client, karkola):
    Area.objects.filter(pk=karkola.pk).update(population=4279)
    page = links_of(page_client, reverse("structures:municipalities")).replace("\xa0", " ")
    assert "jossa asuu 4 279 ihmistä" in page
