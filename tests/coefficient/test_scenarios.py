"""Kept what-ifs: saving, two side by side, removing, and who may."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from coefficient_pages import text_of
from factories import make_coefficient_table, make_scenario, make_user_with
from hytti.coefficient.actions import scenarios as actions
from hytti.coefficient.models import Scenario
from hytti.coefficient.queries import scenarios as kept
from hytti.core.conflicts import EditConflict
from hytti.core.models import AuditEvent
from hytti.core.permissions import NotAllowed, NotNow

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(signed_in, three, lahti_town):
    with translation.override("fi"):
        yield signed_in("coordinator", lahti_town)


def test_a_what_if_is_kept_with_its_changes_choices_and_maker(keeper, three):
    address = f"{reverse('coefficient:save_scenario')}?oma-checkups_age_4=80&oma-mmr=96&valinta-tie=zero"
    assert "60,0 → 80,0 %" in text_of(keeper.get(address))
    response = keeper.post(address, {"name": "Tarkastukset kuntoon", "note": "Kaksi terveydenhoitajaa lisää."})
    record = Scenario.objects.get()
    assert response.url == record.get_absolute_url()
    assert record.changes == {"09": {"checkups_age_4": 80.0}}
    assert record.options == {"tie": "zero"}
    assert (record.table, record.author, record.funding_year) == (three, keeper.user, 2026)
    assert AuditEvent.objects.get(verb="coefficient.scenario_saved").object_id == record.pk


def test_a_kept_what_if_is_counted_again_from_its_table(keeper, three):
    """Of the worked example: checkups 60 → 80 raise K from 64,3 to 76,8."""
    record = make_scenario(table=three, changes={"09": {"checkups_age_4": 80.0}}, note="Huom.\nToinen rivi")
    text = text_of(keeper.get(record.get_absolute_url()))
    assert "64,3 76,8 +12,5" in text
    assert "Huom. Toinen rivi" in text
    html = keeper.get(record.get_absolute_url()).content.decode()
    assert "oma-checkups_age_4=80&amp;" in html


def test_a_kept_what_if_opens_again_in_the_form(keeper, three):
    record = make_scenario(
        table=three, changes={"09": {"mmr": 95.5}, "10": {"mmr": 99.0}}, options={"national_mean": "plain"}
    )
    text = text_of(keeper.get(kept.edit_url(record)))
    assert "Päijät-Häme, MPR-rokotuskattavuus: 96,0 → 95,5 %" in text
    assert "Kymenlaakso, MPR-rokotuskattavuus: 97,5 → 99,0 %" in text
    assert "alueiden tavallinen keskiarvo" in text


def test_nothing_changed_is_not_kept(keeper):
    for query in ("", "?oma-mmr=96", "?oma-mmr=paljon"):
        response = keeper.get(reverse("coefficient:save_scenario") + query, follow=True)
        assert "Muuta ensin vähintään yhtä lukua" in text_of(response)
    assert not Scenario.objects.exists()


def test_a_name_is_needed(keeper):
    address = f"{reverse('coefficient:save_scenario')}?oma-mmr=99"
    assert keeper.post(address, {"name": " "}).status_code == 422
    assert keeper.post(address, {"name": "x" * 121}).status_code == 422
    assert not Scenario.objects.exists()


def test_one_of_the_example_is_kept_apart_and_labelled(keeper):
    address = f"{reverse('coefficient:example_save_scenario')}?oma-mmr=99"
    keeper.post(address, {"name": "Harjoitus"})
    record = Scenario.objects.get()
    assert record.table is None
    for page in (record.get_absolute_url(), reverse("coefficient:scenarios")):
        assert 'class="tag"' in keeper.get(page).content.decode().split("<main")[1]
    assert reverse("coefficient:example_what_if") in kept.edit_url(record)


def test_two_stand_side_by_side(keeper, three):
    first = make_scenario(table=three, name="Ensimmäinen", changes={"09": {"checkups_age_4": 80.0}})
    second = make_scenario(table=three, name="Toinen", changes={"09": {"mmr": 99.0}})
    list_page = reverse("coefficient:scenarios")
    both = text_of(keeper.get(list_page, {"a": first.pk, "b": second.pk}))
    assert both.count("Pisteluku K (0–100)") == 2
    assert "Valitse kaksi eri laskelmaa." in text_of(keeper.get(list_page, {"a": first.pk, "b": first.pk}))
    for query in ({"a": "x", "b": second.pk}, {"a": 999_999, "b": ""}):
        assert "Pisteluku K" not in text_of(keeper.get(list_page, query))


def test_the_list_says_that_it_is_empty(keeper):
    assert "Laskelmia ei ole vielä tallennettu." in text_of(keeper.get(reverse("coefficient:scenarios")))


@pytest.mark.parametrize(
    "broken",
    [
        {"changes": {"09": {"keksitty": 1.0}}},
        {"changes": {"99": {"mmr": 1.0}}},
        {"area": "99"},
        {"options": {"tie": "ehkä"}},
        {"options": {"keksitty": 1}},
        {"funding_year": 2024},
    ],
)
def test_one_that_can_no_longer_be_counted_says_so(keeper, broken):
    record = make_scenario(**broken)
    assert "voi enää laskea" in text_of(keeper.get(record.get_absolute_url()))
    assert keeper.get(reverse("coefficient:scenarios")).status_code == 200


def test_one_whose_tables_rules_are_gone_says_so(keeper):
    record = make_scenario(table=make_coefficient_table(funding_year=2031))
    assert "voi enää laskea" in text_of(keeper.get(record.get_absolute_url()))


def test_the_maker_and_the_hyte_unit_remove_one_and_nobody_else(lahti_town, three):
    maker, other = make_user_with("coordinator", lahti_town), make_user_with("coordinator", lahti_town)
    record = make_scenario(author=maker)
    with pytest.raises(NotAllowed):
        actions.remove(by=other, scenario=record, revision=1)
    with pytest.raises(EditConflict):
        actions.remove(by=maker, scenario=record, revision=4)
    actions.remove(by=maker, scenario=record, revision=1)
    actions.remove(by=make_user_with("hyte_unit"), scenario=make_scenario(author=maker), revision=1)
    assert not Scenario.objects.exists()
    with pytest.raises(NotNow):
        actions.remove(by=maker, scenario=Scenario(pk=1, author=maker), revision=1)


def test_removing_on_the_page(keeper):
    record = make_scenario(author=keeper.user)
    address = reverse("coefficient:remove_scenario", args=[record.pk])
    assert "Joku muu ehti muuttaa tätä." in text_of(keeper.post(address, {"revision": ""}, follow=True))
    assert "Laskelma on poistettu." in text_of(keeper.post(address, {"revision": 1}, follow=True))
    assert keeper.post(address, {"revision": 1}).status_code == 404


def test_others_than_planners_may_not_keep(three):
    with pytest.raises(NotAllowed):
        actions.save(by=make_user_with("administrator"), values={})


def test_those_who_may_not_keep_see_no_link_to_it(page):
    assert "Tallenna laskelma" not in text_of(page("example_what_if", **{"oma-mmr": "99"}))


def test_those_who_may_keep_see_the_link(keeper):
    text = text_of(keeper.get(reverse("coefficient:what_if"), {"oma-mmr": "99"}))
    assert "Tallenna laskelma" in text
