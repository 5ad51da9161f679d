"""The same answers on every database: hits in their order and the count of every filter, as the table says.

`same_offers.csv` are made-up offers, `same_answers.csv` what they answer, by hand: names before summaries before
other text, equals in the order of their numbers, and without words by name with å, ä and ö among a and o. The numbers
reach over three blocks of the index (65 536 offers each).
"""

import csv
import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from hytti.core.search import lemmas
from hytti.tray.search import Question, find, index
from hytti.tray.search.documents import Document, Text
from hytti.tray.search.snapshots import EVERY

HERE = Path(__file__).parent
FIELDS, FACETS = ("name", "summary", "text"), ("kind", "municipality", "free")
DAY = dt.date(2026, 11, 24)


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def document(row):
    texts = tuple(Text(field, "fi", row[field]) for field in FIELDS if row[field])
    facets = tuple((facet, row[facet]) for facet in FACETS if row[facet])
    return Document(
        int(row["number"]), texts, ((EVERY, ""), *facets), lemmas.folded(row["name"].lower()), {"fi": row["name"]}
    )


def in_words(counts):
    return "; ".join(f"{facet}: " + ", ".join(f"{one} {n}" for one, n in counts[facet].items()) for facet in FACETS)


@pytest.mark.django_db
@pytest.mark.skipif(lemmas.reader() is lemmas.read_by_prefix, reason="no Finnish dictionary on this machine")
def test_every_question_is_answered_as_the_table_says():
    index.write([document(row) for row in rows("same_offers.csv")])
    expected = [(row["question"], row["filters"], row["hits"], row["counts"]) for row in rows("same_answers.csv")]
    found = []
    for question, filters, *_ in expected:
        answer = find(Question(question, filters=parse_qs(filters)), DAY)
        hits = " ".join(str(number) for number, _points in answer.hits)
        assert answer.total == len(answer.hits)
        found.append((question, filters, hits, in_words(answer.counts)))
    assert found == expected
