import csv

from hytti.core.search import synonyms


def test_the_list_is_well_formed():
    with synonyms.LIST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert all(set(row) == {"meaning", "fi", "sv", "en"} and all(row.values()) for row in rows)
    meanings = [row["meaning"] for row in rows]
    assert len(meanings) == len(set(meanings))


def test_every_group_has_at_least_two_different_phrases_and_none_is_empty():
    for group in synonyms.read_by_language():
        assert len(group) == len(set(group)) >= 2, group
        assert all(listed.phrase for listed in group), group


def test_a_word_leads_to_those_that_mean_the_same():
    assert ("ikääntynyt",) in synonyms.groups_by_phrase()[("vanhus",)]
    assert ("hyvinvointi", "terveys", "edistää") in synonyms.groups_by_phrase()[("hyte",)]
