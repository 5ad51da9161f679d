import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import make_area, make_body, make_document, make_organisation, make_theme, make_topic
from hytti.core import search
from hytti.core.models import SearchEntry
from hytti.core.packs import loading

pytestmark = pytest.mark.django_db
QUERIES = Path(__file__).with_name("queries.csv")
PACK = Path(__file__).parents[3] / "regions" / "paijat-hame"


def titles(words, **options):
    return [hit.title for hit in search.find(words, **options)]


def indexed(record):
    search.reindex(record)
    return record


def test_every_listed_query_finds_what_it_means():
    loading.load(PACK)
    with QUERIES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 60
    missed = {}
    for row in rows:
        first = titles(row["query"])[: int(row["within"])]
        if not set(row["expected"].split("|")) <= set(first):
            missed[row["query"]] = first
    assert missed == {}


@pytest.mark.parametrize("words", ["huumetyö", "huumetyön", "HUUMETYO", "huumeet verkosto"])
def test_the_network_of_drug_work_is_found_by_what_people_type(words):
    body = indexed(make_body(name_fi="Huumetyön verkosto"))
    (hit,) = search.find(words)
    assert hit.record == body
    assert (hit.kind, hit.guess) == ("network", False)
    assert hit.url == body.get_absolute_url()


def test_a_letter_with_dots_is_another_letter():
    indexed(make_body(name_fi="Saaren verkosto"))
    indexed(make_body(name_fi="Säären verkosto"))
    assert titles("säären") == ["Säären verkosto"]
    assert titles("saaren") == ["Saaren verkosto"]


def test_every_word_must_match():
    indexed(make_body(name_fi="Kylien verkosto"))
    indexed(make_body(name_fi="Kirjaston verkosto"))
    assert titles("kylä verkosto") == ["Kylien verkosto"]


def test_the_title_itself_comes_before_its_beginning_its_word_and_the_text():
    for name, purpose in [
        ("Muu ryhmä", "Digituen tukena"),
        ("Alueen digituki", ""),
        ("Digituki kunnissa", ""),
        ("Digituki", ""),
    ]:
        indexed(make_body(name_fi=name, purpose_fi=purpose))
    assert titles("digituki") == ["Digituki", "Digituki kunnissa", "Alueen digituki", "Muu ryhmä"]


def test_names_in_other_languages_lead_to_the_record():
    indexed(
        make_body(
            kind="council", name_fi="Aluevaltuusto", name_sv="Välfärdsområdesfullmäktige", name_en="County council"
        )
    )
    assert titles("fullmäktige") == ["Aluevaltuusto"]
    (hit,) = search.find("county council", language="sv")
    assert (hit.title, hit.title_language) == ("Välfärdsområdesfullmäktige", "sv")


def test_a_missing_translation_is_shown_in_finnish_and_says_so():
    indexed(make_body(name_fi="Kylien verkosto"))
    (hit,) = search.find("kylä", language="en")
    assert (hit.title, hit.title_language) == ("Kylien verkosto", "fi")


def test_a_typing_error_is_met_with_a_guess():
    indexed(make_body(name_fi="Järjestöneuvottelukunta", kind="negotiating_committee"))
    (hit,) = search.find("neuvotelukunta")
    assert (hit.title, hit.guess) == ("Järjestöneuvottelukunta", True)


def test_words_that_resemble_nothing_find_nothing():
    indexed(make_body(name_fi="Järjestöneuvottelukunta"))
    assert search.find("xyzzy") == []


def test_hits_can_be_limited_by_kind():
    indexed(make_theme(name_fi="Ravitsemus"))
    indexed(make_body(name_fi="Ravitsemuksen työryhmä"))
    indexed(make_document(title_fi="Ravitsemussuunnitelma"))
    indexed(make_topic(title_fi="Ravitsemuskysely"))
    indexed(make_area(name_fi="Ravila"))
    indexed(make_organisation(name_fi="Ravitsemusyhdistys"))
    assert titles("ravitsemus", kinds={"theme"}) == ["Ravitsemus"]
    assert {hit.kind for hit in search.find("rav")} == {
        "theme",
        "network",
        "document",
        "topic",
        "municipality",
        "organisation",
    }


def test_the_snippet_shows_the_line_that_matched():
    indexed(make_body(name_fi="Ryhmä", purpose_fi="Tukee arkea.\nEhkäisee kaatumisia kotona."))
    (hit,) = search.find("kaatuminen")
    assert hit.snippet == "Ehkäisee kaatumisia kotona."


def test_a_changed_name_is_found_and_the_old_one_is_not():
    body = indexed(make_body(name_fi="Kylien verkosto"))
    body.name_fi = "Saariston foorumi"
    body.save()
    search.reindex(body)
    assert titles("saaristo") == ["Saariston foorumi"]
    assert titles("kylien") == []


def test_a_removed_record_leaves_the_index():
    body = indexed(make_body(name_fi="Kylien verkosto"))
    search.remove(body)
    assert titles("kylä") == []
    search.reindex(body)
    body_id = body.pk
    body.delete()
    search.rebuild()
    assert not SearchEntry.objects.filter(object_id=body_id, kind="network").exists()


def test_rebuilding_without_changes_writes_nothing(django_assert_max_num_queries):
    for number in range(5):
        make_body(name_fi=f"Verkosto {number}", name_sv=f"Nätverk {number}")
    search.rebuild()
    before = list(SearchEntry.objects.order_by("pk").values())
    with django_assert_max_num_queries(40) as captured:
        search.rebuild()
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert list(SearchEntry.objects.order_by("pk").values()) == before


def test_the_number_of_queries_does_not_grow_with_hits(django_assert_num_queries):
    indexed(make_body(name_fi="Kylien verkosto", theme=make_theme()))
    search.find("verkosto")
    with django_assert_num_queries(2):
        assert len(search.find("verkosto")) == 1
    for number in range(8):
        indexed(make_body(name_fi=f"Verkosto {number}", theme=make_theme(), convener=make_organisation()))
    with django_assert_num_queries(2):
        assert len(search.find("verkosto")) == 9


ODD = [
    '"',
    "'",
    '"verkosto',
    'verkosto" OR words:x',
    "NEAR(a b)",
    "a AND NOT b",
    "* ^ : - + ( )",
    "{words} : x",
    "😀",
    "😀 verkosto",
    "a\x00b",
    "\x00",
    "verkosto" * 1250,
    "ä" * 10_000,
    "' & | ! <-> :*",
    "';DROP TABLE core_searchentry;--",
    "%_",
    "\\",
    "\ud800",
    "², ½ ٣ ª",
    "e\u0301",
    "ikiikiikiikiikiikiiki",
]


@pytest.mark.parametrize("words", ODD)
def test_any_input_is_safe(words):
    indexed(make_body(name_fi="Kylien verkosto"))
    search.find(words)
    assert SearchEntry.objects.exists()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text):
    search.find(text)


def test_a_query_of_many_compounds_with_many_synonyms_is_answered():
    indexed(make_body(name_fi="Vanhusten verkosto"))
    search.find(
        "vanhusverkosto lapsiperheverkosto päihdetyöryhmä nuorisoverkosto liikuntaverkosto kulttuuriverkosto "
        "maahanmuuttajaverkosto vammaisverkosto"
    )


def test_a_closed_network_is_found_and_says_so():
    indexed(make_body(name_fi="Kylien verkosto", closed_on="2025-02-01", closed_reason="Työ päättyi."))
    (hit,) = search.find("kylä")
    assert hit.note == "Lakkautettu 1.2.2025"
