"""Asking the database's full-text index. Every query is a parameter; a word holds letters and digits only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from ..models import SearchEntry
from .query import Asked, Condition, Every, Term

MOST_CANDIDATES = 300


def candidates(asked: Sequence[Asked]) -> list[SearchEntry]:
    """Entries where every asked word matches, the closest first."""
    if not asked:
        return []
    look = {"sqlite": _in_fts5, "postgresql": _in_postgresql}[connection.vendor]
    return list(look(asked))


def _in_fts5(asked: Sequence[Asked]) -> Iterable[SearchEntry]:
    match = " AND ".join(f"({_fts5_word(word)})" for word in asked)
    return SearchEntry.objects.raw(
        "SELECT e.* FROM core_search_fts f JOIN core_searchentry e ON e.id = f.rowid "
        "WHERE core_search_fts MATCH %s ORDER BY f.rank LIMIT %s",
        [match, MOST_CANDIDATES],
    )


def _fts5_word(word: Asked) -> str:
    text = f"{{words}} : ({_written(word.condition, _fts5_term, ' AND ', ' OR ')})"
    if word.unmarked is not None:
        text += f" OR {{folded}} : ({_written(word.unmarked, _fts5_term, ' AND ', ' OR ')})"
    return text


def _fts5_term(term: Term) -> str:
    return f'"{term.word}"' + ("*" if term.prefix else "")


def _in_postgresql(asked: Sequence[Asked]) -> Iterable[SearchEntry]:
    conditions, values = [], []
    for word in asked:
        tests = [("words", word.condition)] + ([("folded", word.unmarked)] if word.unmarked is not None else [])
        conditions.append(
            " OR ".join(f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)" for column, _ in tests)
        )
        values += [_tsquery(condition) for _, condition in tests]
    closest = " | ".join(_tsquery(word.condition) for word in asked)
    return SearchEntry.objects.raw(
        "SELECT * FROM core_searchentry WHERE "  # noqa: S608 (column names of our own; words are parameters)
        + " AND ".join(f"({one})" for one in conditions)
        + " ORDER BY ts_rank(to_tsvector('simple', words), to_tsquery('simple', %s), 1) DESC, id LIMIT %s",
        [*values, closest, MOST_CANDIDATES],
    )


def _tsquery(condition: Condition) -> str:
    return f"({_written(condition, _tsquery_term, ' & ', ' | ')})"


def _tsquery_term(term: Term) -> str:
    return f"'{term.word}'" + (":*" if term.prefix else "")


def _written(condition: Condition, term: Callable[[Term], str], every: str, some: str) -> str:
    if isinstance(condition, Term):
        return term(condition)
    joint = every if isinstance(condition, Every) else some
    return "(" + joint.join(_written(part, term, every, some) for part in condition.parts) + ")"
