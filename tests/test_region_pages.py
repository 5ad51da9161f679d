"""Every public page of the real region, as a strict reader in each language."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.urls import reverse
from django.utils import translation

from pages import unmarked_fallbacks, untranslated

PAGES = (
    "front", "search", "sources", "open_data", "accessibility", "privacy", "glossary", "structures:overview",
    "structures:bodies", "structures:networks", "structures:municipalities", "structures:documents",
    "structures:themes", "structures:cooperation", "structures:topics",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_page_of_the_region_is_clean_and_marks_what_is_not_translated(name, language, page_client, region):
    with translation.override(language):
        response = page_client.get(reverse(name))
    assert response.status_code == 200
    if language != "fi":
        assert unmarked_fallbacks(response.content.decode(), untranslated(language)) == []


def test_each_body_has_a_clean_page(page_client, region):
    """The languages take turns from body to body."""
    from hytti.structures.models import Body

    finnish = {"fi": set(), "sv": untranslated("sv"), "en": untranslated("en")}
    for body, language in zip(Body.objects.all(), cycle(finnish), strict=False):
        with translation.override(language):
            response = page_client.get(body.get_absolute_url())
        assert response.status_code == 200
        assert unmarked_fallbacks(response.content.decode(), finnish[language]) == [], body


def test_every_model_of_hytti_says_its_order():
    from django.apps import apps

    unordered = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ("core", "structures", "desk") and not model._meta.ordering
    }
    assert unordered <= {"core.Region", "core.SearchEntry"}  # one row; ordered by how close a hit is
