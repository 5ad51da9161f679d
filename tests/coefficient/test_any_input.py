"""Whatever stands in an address or a form, the pages answer; nobody sees an internal fault."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import make_user_with

pytestmark = pytest.mark.django_db
FIELDS = (
    "vuosi", "oma-mmr", "oma-forms", "oma-neet", "toinen", "toinen-mmr", "valinta-tie", "valinta-round_k", "siemen",
    "kulu", "vuodet", "luku", "taso", "muoto", "a", "b", "nimi",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["2026", "07", "forms", "97", "97,5", "-1", "1e308", "0", "half", "None", "on", "\x00", "½", "٣"]),
    st.floats().map(str),
    st.integers().map(str),
)
QUERIES = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5)
CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def addresses(paijat_hame):
    with translation.override("fi"):
        names = ("overview", "what_if", "municipalities", "summary", "workbook")
        found = [reverse(f"coefficient:{side}{name}") for name in names for side in ("", "example_")]
        found += [reverse(f"coefficient:{side}indicator", args=["brief_intervention"]) for side in ("", "example_")]
        return [*found, reverse("coefficient:municipality", args=["lahti"]), reverse("coefficient:method")]


@CALM
@given(query=QUERIES)
def test_no_query_breaks_a_public_page(query, page_client, addresses):
    for address in addresses:
        assert page_client.get(address, query).status_code in (200, 404, 422), (address, query)


@CALM
@given(query=QUERIES, typed=st.dictionaries(st.sampled_from(["name", "note"]), VALUES))
def test_nothing_typed_breaks_the_keeping_of_a_what_if(query, typed, page_client, paijat_hame, hyte):
    page_client.force_login(hyte)
    with translation.override("fi"):
        address = reverse("coefficient:example_save_scenario")
        scenarios = reverse("coefficient:scenarios")
    query = {**query, "oma-neet": "9"}
    response = page_client.post(_with(address, query), typed)
    assert response.status_code in (302, 404, 422), (query, typed)
    assert page_client.get(scenarios, query).status_code == 200


@CALM
@given(
    typed=st.fixed_dictionaries({}, optional=dict.fromkeys(("answer", "document", "address", "revision"), VALUES)),
    year=VALUES,
)
def test_nothing_typed_breaks_an_answer(typed, year, page_client, paijat_hame, hyte):
    page_client.force_login(hyte)
    with translation.override("fi"):
        address = reverse("coefficient:answer", args=["lahti", "long_breaks"])
    assert page_client.post(address, typed).status_code in (302, 409, 422), typed
    assert page_client.get(address, {"vuosi": year}).status_code in (200, 404), year


@CALM
@given(
    typed=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("level", "funding_year", "name", "source_text", "as_of"), VALUES)
    ),
    data=st.binary(max_size=200),
)
def test_no_file_breaks_the_loading(typed, data, page_client, paijat_hame, hyte):
    page_client.force_login(hyte)
    usual = {"level": "county", "funding_year": "2026", "name": "Koe", "source_text": "Koe", "as_of": "2025"}
    with translation.override("fi"):
        address = reverse("coefficient:load_table")
    file = SimpleUploadedFile("taulukko.csv", data)
    assert page_client.post(address, {**usual, **typed, "file": file}).status_code in (302, 422), typed


@pytest.fixture
def hyte(db):
    return make_user_with("hyte_unit")


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query, errors='replace')}"
