"""The usual way: the database's own full text over the words of core.search, and counts in SQL, one for each filter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection, transaction

from hytti.core.search import query, store
from hytti.core.search.lemmas import words_of

if TYPE_CHECKING:
    from hytti.tray.search.documents import Document

FIRST = 20


class Peer:
    """FTS5 or a GIN index, and a table of filters' values."""

    @transaction.atomic
    def __init__(self, documents: list[Document]) -> None:
        self.is_sqlite = connection.vendor == "sqlite"
        self.name = f"peer: {'FTS5' if self.is_sqlite else 'GIN'} with counts in SQL"
        self.facets = sorted({facet for document in documents for facet, _ in document.facets if facet != "every"})
        kept = cache(words_of)
        texts = [
            " ".join(dict.fromkeys(word for text in document.texts for word in kept(text.text)))
            for document in documents
        ]
        with connection.cursor() as cursor:
            if self.is_sqlite:
                cursor.execute(
                    "CREATE VIRTUAL TABLE peer USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')"
                )
                insert = "INSERT INTO peer(rowid, words) VALUES (%s, %s)"
            else:
                cursor.execute("CREATE TABLE peer(id bigint PRIMARY KEY, words text)")
                insert = "INSERT INTO peer(id, words) VALUES (%s, %s)"
            numbers = [document.number for document in documents]
            cursor.executemany(insert, list(zip(numbers, texts, strict=True)))
            cursor.execute("CREATE TABLE peer_filter(offer bigint, facet varchar(20), value varchar(20))")
            cursor.executemany(
                "INSERT INTO peer_filter VALUES (%s, %s, %s)",
                [(one.number, *facet) for one in documents for facet in one.facets if facet[0] != "every"],
            )
            cursor.execute("CREATE INDEX peer_filter_offer ON peer_filter(offer, facet, value)")
            cursor.execute("CREATE INDEX peer_filter_value ON peer_filter(facet, value, offer)")
            if not self.is_sqlite:
                cursor.execute("CREATE INDEX peer_words ON peer USING gin(to_tsvector('simple', words))")
                cursor.execute("ANALYZE peer")
            cursor.execute("ANALYZE peer_filter")

    def find(self, words: str, filters: dict[str, list[str]]) -> tuple[list[int], dict[str, dict[str, int]]]:
        """The first hits and the counts of every filter, its own choice left aside."""
        matched, values = self._matched(words)
        if not matched:
            return [], {}
        matched = f"WITH m AS MATERIALIZED ({matched})"  # else SQLite may look the words up again for each filter's row
        with connection.cursor() as cursor:
            condition, more = self._narrowed(filters)
            cursor.execute(f"{matched} SELECT m.offer FROM m WHERE 1 = 1{condition} LIMIT {FIRST}", [*values, *more])
            hits = [row[0] for row in cursor.fetchall()]
            counts = {}
            for facet in self.facets:
                others = {name: chosen for name, chosen in filters.items() if name != facet}
                condition, more = self._narrowed(others)
                cursor.execute(
                    f"{matched} SELECT f.value, count(*) FROM m "
                    "JOIN peer_filter f ON f.offer = m.offer AND f.facet = %s "
                    f"WHERE 1 = 1{condition} GROUP BY f.value",
                    [*values, facet, *more],
                )
                counts[facet] = dict(cursor.fetchall())
        return hits, counts

    def _matched(self, words: str) -> tuple[str, list[str]]:
        asked = query.ask(words)
        if not asked:
            return "", []
        if self.is_sqlite:
            match = " AND ".join(
                f"({store._written(one.condition, store._fts5_term, ' AND ', ' OR ')})" for one in asked
            )
            return "SELECT rowid AS offer FROM peer WHERE peer MATCH %s", [match]
        tests = " AND ".join("to_tsvector('simple', words) @@ to_tsquery('simple', %s)" for _ in asked)
        return f"SELECT id AS offer FROM peer WHERE {tests}", [store._tsquery(one.condition) for one in asked]

    @staticmethod
    def _narrowed(filters: dict[str, list[str]]) -> tuple[str, list[str]]:
        text, values = "", []
        for facet, chosen in filters.items():
            marks = ", ".join("%s" for _ in chosen)
            text += f" AND m.offer IN (SELECT offer FROM peer_filter WHERE facet = %s AND value IN ({marks}))"
            values += [facet, *chosen]
        return text, values
