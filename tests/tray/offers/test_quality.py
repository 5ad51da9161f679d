"""The national catalogue's rules of content, rule by rule."""

import pytest

from hytti.tray.rules.quality import Facts, findings

WHOLE = {
    "kind": "service",
    "names": {"fi": "Velkaneuvonta"},
    "summaries": {"fi": "Apua, kun laskut kasaantuvat."},
    "descriptions": {"fi": "Neuvoja käy tilanteen läpi kanssasi. Teette yhdessä suunnitelman."},
    "instructions": {"fi": "Varaa aika puhelimitse."},
    "classes": ["P15.1"],
    "target_groups": ["KR1"],
    "ontology_terms": 1,
    "themes": 1,
    "channels": 1,
}


def codes(**changed):
    return [finding.code for finding in findings(Facts(**{**WHOLE, **changed}))]


def test_a_whole_service_has_nothing_wanting():
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"summaries": {}}, "no_summary"),
        ({"summaries": {"fi": "velkaneuvonta."}}, "summary_copies_name"),
        ({"descriptions": {}}, "no_description"),
        ({"instructions": {}}, "no_instruction"),
        ({"descriptions": {"fi": "Kirjoita osoitteeseen neuvonta@example.org."}}, "contact_in_text"),
        ({"descriptions": {"fi": "Soita 010 123 4567."}}, "contact_in_text"),
        ({"descriptions": {"fi": "Lue lisää: www.example.org."}}, "contact_in_text"),
        ({"classes": []}, "classes"),
        ({"classes": ["P1.1", "P1.2", "P1.3", "P1.4", "P1.5"]}, "classes"),
        ({"classes": ["P15"]}, "no_subclass"),
        ({"ontology_terms": 0}, "ontology_terms"),
        ({"ontology_terms": 11}, "ontology_terms"),
        ({"target_groups": []}, "no_target_group"),
        ({"themes": 0}, "no_theme"),
        ({"channels": 0}, "no_channel"),
        ({"has_place": True}, "no_coordinates"),
    ],
)
def test_each_want_is_told(changed, code):
    assert codes(**changed) == [code]


def test_a_group_needs_a_time_and_a_place_but_no_service_class():
    assert codes(kind="group", classes=[], ontology_terms=0) == ["no_times", "no_place"]
    assert codes(kind="group", classes=[], ontology_terms=0, has_times=True, is_online=True) == []


def test_a_language_that_is_begun_is_asked_for_whole():
    found = findings(Facts(**{**WHOLE, "names": {"fi": "Velkaneuvonta", "sv": "Skuldrådgivning"}}))
    assert [(finding.code, finding.field) for finding in found] == [
        ("no_summary", "summary_sv"),
        ("no_description", "description_sv"),
        ("no_instruction", "instruction_sv"),
    ]


def test_a_year_and_an_amount_are_no_telephone_numbers():
    assert codes(descriptions={"fi": "Ryhmä alkoi vuonna 2024. Maksu on 1 000 euroa."}) == []


def test_a_long_sentence_is_told():
    long = " ".join(["sana"] * 21) + "."
    assert codes(descriptions={"fi": long}) == ["long_sentence"]
    assert codes(descriptions={"fi": " ".join(["sana"] * 20) + ". Toinen virke."}) == []
