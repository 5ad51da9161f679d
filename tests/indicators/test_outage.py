"""A store of figures that cannot be read breaks no other page, and says so on its own."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from hytti.facts import forget_shared


@pytest.fixture
def broken(settings, tmp_path):
    settings.FACTS, settings.FACTS_ENGINE = tmp_path / "facts.duckdb", ""
    settings.FACTS.write_bytes(b"tama ei ole varasto" * 100)
    forget_shared()


@pytest.mark.usefixtures("broken", "paijat_hame")
@pytest.mark.parametrize("name", ["catalogue", "areas", "compare", "scatter", "changes", "changes_feed"])
def test_the_pages_of_figures_say_what_is_wrong(page_client, name):
    with translation.override("fi"):
        response = page_client.get(reverse(f"indicators:{name}"))
    assert response.status_code == 503
    assert "Lukujen varastoa ei voi lukea" in response.content.decode()


@pytest.mark.usefixtures("broken", "paijat_hame")
@pytest.mark.parametrize("name", ["front", "structures:overview", "structures:networks", "search"])
def test_other_pages_are_as_before(page_client, name):
    with translation.override("fi"):
        assert page_client.get(reverse(name)).status_code == 200
