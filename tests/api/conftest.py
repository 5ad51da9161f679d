"""A small region whose open data is read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from factories import (
    make_area,
    make_body,
    make_document,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_region,
    make_source,
    make_theme,
    make_tier,
    make_topic,
)
from hytti.core import search


@pytest.fixture
def region(db):
    source = make_source(key="esitys", title_fi="Esitys", address="https://esimerkki.invalid/esitys")
    county = make_region().organisation
    lahti = make_area(name_fi="Lahti", name_sv="Lahtis", slug="lahti", code="398")
    host = make_organisation(name_fi="Alipi", slug="alipi", area=lahti, source=source, as_of="2023")
    theme = make_theme(name_fi="Ehkäisevä työ", slug="ehkaiseva-tyo", parent=make_theme(slug="hyte"))
    committee = make_body(
        kind="negotiating_committee",
        name_fi="Järjestöneuvottelukunta",
        slug="jarjestoneuvottelukunta",
        organisation=county,
    )
    network = make_body(
        name_fi="Huumetyön verkosto",
        name_sv="Nätverket för drogarbete",
        slug="huumetyon-verkosto",
        theme=theme,
        convener=host,
        municipalities=[lahti],
        source=source,
        as_of="2023-07-31",
        founded="2019",
    )
    group = make_body(kind="working_group", name_fi="Ryhmä", slug="ryhma", parent=network)
    closed = make_body(name_fi="Entinen verkosto", slug="entinen", closed_on="2024-05-31", closed_reason="Työ päättyi.")
    post = make_post(body=committee, title_fi="Huumetyön edustaja", slug="edustaja", represents_body=network)
    member = make_membership(body=committee, person=make_person(name="Nykyinen Jäsen"), post=post, start="2025-01-01")
    deputy = make_membership(body=committee, person=make_person(name="Vara Jäsen"), deputy_for=member)
    past = make_membership(body=committee, person=make_person(name="Entinen Jäsen"), end="2024-12-31")
    document = make_document(title_fi="Ohjelma", slug="ohjelma", theme=theme, organisation=county)
    topic = make_topic(
        title_fi="Audit-C",
        slug="audit-c",
        figures=[{"label": {"fi": "seuloja"}, "value": 4963, "unit": None, "date": "2023-07-31"}],
    )
    tier = make_tier(number=1, title_fi="Toiminnallinen yhteistyö", items=[{"fi": "Tilat"}])
    search.rebuild()
    return SimpleNamespace(**locals())


@pytest.fixture
def read(client):
    def get(path, status=200, **query):
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content
        return response.json()

    return get
