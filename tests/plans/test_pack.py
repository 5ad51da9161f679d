"""Reading plans and evidence from a region pack."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hytti.core.packs.reading import PackError
from hytti.indicators import definitions
from hytti.plans.models import Action, DutyEvidence, Goal, IndicatorLink, NotFound, Plan, Priority
from hytti.structures.models import Document

pytestmark = pytest.mark.django_db

WHOLE = """
- key: koesuunnitelma
  kind: plan
  title: Äkäslahden hyvinvointisuunnitelma
  organisation: lahti
  starts: 2025
  ends: 2029
  state: in_force
  source: hyte-esitys-2023
  as_of: "2023"
  priorities:
    - key: koekarki
      name: Mielen hyvinvointi
      serves: toinen-karki
      goals:
        - key: koetavoite
          name: Apua saa ajoissa
          official_wording: Apua saa ajoissa ja läheltä.
          serves: toinen-karki
          actions:
            - key: koetoimi
              name: Kävelyryhmät joka kylään
              responsible_organisation: lahti
              responsible_body: aluehallitus
              responsible_post: hyte-paallikko
              partners: [hollola, sysma]
              areas: ["398", "098"]
              theme: osallisuus
              starts_on: 2025-08-01
              ends_on: 2026-05-31
              work: Puoli henkilötyövuotta
              population_group: Työikäiset
            - key: vanha-toimi
              name: Kävelyryhmä keskustaan
              merged_into: koetoimi
          goals:
            - key: osatavoite
              name: Yhä useampi puhuu
          indicators:
            - key: yksinaisyys-indeksi
              name: Yksinäisyys
              is_official: true
              direction: down
              baseline: 12.5
              baseline_year: 2024
              target: 10
              target_on: 2029-05-31
              unit: "%"
- key: toinen
  kind: plan
  title: Toinen suunnitelma
  organisation: hollola
  source: hyte-esitys-2023
  as_of: "2023"
  priorities:
    - key: toinen-karki
      name: Toinen kärki
"""


def test_a_whole_plan_is_read_with_all_that_it_refers_to(pack):
    pack(plans=WHOLE)
    goal, action = Goal.objects.get(pack_key="koetavoite"), Action.objects.get(pack_key="koetoimi")
    assert (goal.priority.slug, goal.serves.slug, goal.official_wording) == (
        "koekarki",
        "toinen-karki",
        "Apua saa ajoissa ja läheltä.",
    )
    assert Goal.objects.get(pack_key="osatavoite").parent == goal
    assert Priority.objects.get(slug="koekarki").serves.plan.slug == "toinen"
    assert {partner.slug for partner in action.partners.all()} == {"hollola", "sysma"}
    assert {area.code for area in action.areas.all()} == {"398", "098"}
    assert (action.responsible_organisation.slug, action.responsible_body.slug) == ("lahti", "aluehallitus")
    assert Action.objects.get(pack_key="vanha-toimi").merged_into == action
    link = IndicatorLink.objects.get()
    assert (link.goal, link.baseline, link.target, link.unit) == (goal, 12.5, 10, "%")


def test_loading_again_changes_nothing_and_an_edit_of_a_person_stays(pack):
    pack(plans=WHOLE)
    assert pack(plans=WHOLE).changes == 0
    Plan.objects.filter(slug="koesuunnitelma").update(title_fi="Korjattu nimi")
    report = pack(plans=WHOLE.replace("Äkäslahden", "Äkäslahden uusi"))
    assert [difference.field for difference in report.differences] == ["title_fi"]
    assert Plan.objects.get(slug="koesuunnitelma").title_fi == "Korjattu nimi"


def test_priorities_may_change_places(pack):
    two = WHOLE + "    - key: kolmas-karki\n      name: Kolmas\n"
    pack(plans=two)
    before, _, after = two.rpartition("    - key: toinen-karki\n      name: Toinen kärki\n")
    pack(plans=before + after + "    - key: toinen-karki\n      name: Toinen kärki\n")
    names = Priority.objects.filter(plan__slug="toinen").values_list("slug", flat=True)
    assert list(names) == ["kolmas-karki", "toinen-karki"]


def test_what_stands_in_the_row_of_the_document_is_not_repeated(pack):
    pack(
        plans="- key: lapset\n  kind: sub_plan\n  document: lasten-ja-nuorten-hyvinvointisuunnitelma\n"
        '  source: hyte-esitys-2023\n  as_of: "2023"\n'
    )
    plan = Plan.objects.get()
    assert (plan.title_fi, plan.starts, plan.ends, plan.state) == (
        "Lasten ja nuorten hyvinvointisuunnitelma",
        2022,
        2025,
        "ended",
    )
    assert plan.organisation.slug == "paijat-hameen-liitto"
    assert plan.address == plan.document.address != ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("organisation: lahti", "organisation: atlantis"), "unknown organisation 'atlantis'"),
        (("starts: 2025", "starts: 2035"), "ends is before starts"),
        (("serves: toinen-karki", "serves: olematon"), "unknown priority 'olematon'"),
        (("key: osatavoite", "key: koetavoite"), "the goal 'koetavoite' stands twice"),
        (("key: toinen\n", "key: koesuunnitelma\n"), "'koesuunnitelma' stands already at plans.yaml"),
        (("ends_on: 2026-05-31", "ends_on: 2020-05-31"), "Toimenpide päättyy ennen kuin se alkaa."),
        (('unit: "%"', 'unit: ""'), "Tavoitearvo tarvitsee yksikön ja päivän."),
        (("  title: Toinen suunnitelma\n", ""), "without a document a plan needs title and organisation"),
        (("merged_into: koetoimi", "merged_into: muu"), "unknown action 'muu'"),
        (("population_group:", "ikäryhmä:"), "Extra inputs are not permitted"),
    ],
)
def test_a_fault_in_a_plan_is_told_and_nothing_is_loaded(pack, change, message):
    assert change[0] in WHOLE
    with pytest.raises(PackError) as told:
        pack(plans=WHOLE.replace(*change, 1))
    assert message in str(told.value)
    assert "plans.yaml" in str(told.value)
    assert not Plan.objects.exists()


def row(**fields: str) -> str:
    fields = {"duty": "hyvinvointisuunnitelma", "period": "2021–2025", "outcome": "done", **fields}
    lines = "".join(f"  {name}: '{value}'\n" for name, value in fields.items() if value)
    return f"- key: koe\n  organisation: lahti\n{lines}  source: hyte-esitys-2023\n  as_of: '2023'\n"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"duty": "olematon"}, "unknown duty 'olematon'"),
        ({"period": "2022–2026"}, "has no period '2022–2026'"),
        ({"period": ""}, "has no period ''"),
        ({"duty": "vastuutaho"}, "the duty 'vastuutaho' has no periods"),
        ({"duty": "lasten-ja-nuorten-suunnitelma", "period": ""}, "needs the day"),
        ({"outcome": "ehkä"}, "Input should be 'done', 'partly' or 'not_done'"),
        ({"plan": "olematon"}, "unknown plan 'olematon'"),
        ({"happened_on": "2023-02-30"}, "there is no such day"),
    ],
)
def test_a_fault_in_the_evidence_is_told(pack, fields, message):
    with pytest.raises(PackError) as told:
        pack(duty_evidence=row(**fields))
    assert message in str(told.value)
    assert "duty_evidence.yaml" in str(told.value)
    assert not DutyEvidence.objects.exists()


def test_the_region_has_the_four_priorities_of_its_plan_of_2021(region):
    plan = Plan.objects.get(slug="alueellinen-hyvinvointisuunnitelma-2021-2025")
    assert [priority.name_fi for priority in plan.priorities.all()] == [
        "Osallisuus ja yhteisöllisyys",
        "Arjen turvallisuus",
        "Mielen hyvinvointi",
        "Päihteettömyys ja terveelliset elintavat",
    ]
    assert (plan.decided_on, plan.decided_by, plan.starts, plan.ends) == ("2021-11-15", "Maakuntahallitus", 2021, 2025)
    assert plan.parts.count() == 5


def test_sysma_follows_the_regions_four_priorities(region):
    own = Priority.objects.filter(plan__organisation__slug="sysma").select_related("serves")
    assert {priority.serves.name_fi for priority in own} == {priority.name_fi for priority in own}
    assert len(own) == 4


def test_the_region_has_no_goal_or_action_that_its_sources_do_not_give(region):
    assert Goal.objects.count() == 2
    assert not Action.objects.exists()
    assert not IndicatorLink.objects.filter(is_official=True).exists()


def test_every_municipality_without_a_plan_says_that_it_was_not_found_and_when(region):
    for name in ("hartola", "iitti", "karkola", "orimattila", "padasjoki"):
        assert not Plan.objects.filter(organisation__slug=name).exists()
        assert NotFound.objects.get(organisation__slug=name, plan=None).as_of == "2026-11-24"


def test_the_figures_of_the_region_are_known_by_the_same_names(region):
    known = definitions.load()
    for link in IndicatorLink.objects.all():
        name = known[link.indicator_key].name
        assert (link.name_fi, link.name_sv, link.name_en) == (name.fi, name.sv, name.en)


@pytest.mark.parametrize(
    ("key", "outcome", "day", "section"),
    [
        ("hollola-suunnitelma-2021", "done", "2021-12-13", "§ 89"),
        ("alue-hyte-neuvottelu-2023", "done", "2023-08-17", ""),
        ("alue-hyte-neuvottelu-2024", "done", "2024-08-29", ""),
        ("alue-vuosiraportti-2024", "partly", "2024-04-29", ""),
        ("heinola-vuosiraportti-2023", "partly", "2023-03-08", "§ 13"),
        ("sysma-kertomus-2021", "done", "2025-05-05", "§ 30"),
        ("lahti-kertomus-2021", "done", "2025-02-12", ""),
    ],
)
def test_the_evidence_of_the_region_is_what_its_sources_say(region, key, outcome, day, section):
    found = DutyEvidence.objects.get(pack_key=key)
    assert (found.outcome, found.happened_on, found.decision_section) == (outcome, day, section)


def test_no_source_of_the_region_says_that_a_duty_was_left_undone(region):
    assert not DutyEvidence.objects.filter(outcome="not_done").exists()


def test_every_guiding_document_of_the_region_is_a_plan(region):
    guiding = set(Document.objects.filter(is_guiding=True).values_list("pack_key", flat=True))
    assert len(guiding) == 9
    assert guiding <= set(Plan.objects.values_list("document__pack_key", flat=True))


def test_the_parts_of_the_region_tell_the_law_that_makes_them(region, page_client):
    page = page_client.get(reverse("plans:plan", args=["alueellinen-hyvinvointisuunnitelma-2021-2025"]))
    text = page.content.decode()
    assert "Lastensuojelulaki 417/2007 12 §, osa hyvinvointisuunnitelmaa" in text
    assert "Vanhuspalvelulaki 980/2012 5 §, osa hyvinvointisuunnitelmaa" in text
    part = page_client.get(reverse("plans:plan", args=["lasten-ja-nuorten-hyvinvointisuunnitelma-2022-2025"]))
    assert "Lastensuojelulaki 417/2007 12 §" in part.content.decode()


def test_a_part_of_a_law_that_makes_none_is_told_and_nothing_is_loaded(pack):
    row = "- key: koe\n  kind: sub_plan\n  document: liikkumisohjelma\n  duty: vuosiraportti-valtuustolle\n"
    with pytest.raises(PackError, match="vuosiraportti-valtuustolle' is no duty to make a part"):
        pack(plans=f"{row}  source: hyte-esitys-2023\n  as_of: '2023'\n")
    assert not Plan.objects.exists()
