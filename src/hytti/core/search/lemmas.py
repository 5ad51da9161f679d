"""From Finnish words to base forms and compound parts.

A ladder: libvoikko where the system has it, else pyvoikko, else the first 70 % of the word. The dictionary is
loaded at the first word, and in the web workers before they part.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import Any

from .transducer import Transducer

WORD = re.compile(r"[^\W_]+")
HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
LONGEST = 34  # a dictionary's search grows with the length; "maahanmuuttoyhdyshenkilöverkoston" has 33
STEM_SHARE = 0.7
PERSONS = {"etunimi", "sukunimi"}  # the dictionary's classes of first and last names


@dataclass(frozen=True)
class Analysis:
    """One reading of a word: its base form, the parts of a compound as (form in the word, base form), and the word
    that the whole (or its last part) is derived from by one ending: yksinäisyys from yksinäinen. `is_name`: a
    person's first or last name."""

    base: str
    parts: tuple[tuple[str, str], ...] = ()
    root: str = ""
    is_name: bool = False

    def tails(self) -> list[str]:
        """Base forms of what is left when first parts are taken away: järjestö|neuvottelukunta."""
        start, tails = 0, []
        for form, _ in self.parts[:-1]:
            start += len(form)
            tails.append(self.base[start:])
        return [tail for tail in tails if tail]

    def heads(self) -> list[str]:
        """Compounds in themselves that the last parts are added to: turvakoti|palvelu."""
        forms = [form for form, _ in self.parts]
        return ["".join(forms[:last]) + self.parts[last][1] for last in range(1, len(self.parts) - 1)]


Reader = Callable[[str], Iterable[Analysis]]


def tokens_of(text: str) -> list[str]:
    """Words and numbers in lower case, in order."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def folded(text: str) -> str:
    """Letters without their marks: ä → a, å → a, ö → o."""
    marks_apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks_apart if not unicodedata.combining(mark)))


def stem(word: str) -> str:
    """The first 70 % of the word, at least four letters: what most of its inflected forms share."""
    return word[: max(4, ceil(len(word) * STEM_SHARE))]


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Analysis, ...]:
    """What the word may be, best first; empty where nothing is known of it."""
    if len(word) > LONGEST or word.isdigit():
        return ()
    return tuple(dict.fromkeys(reader()(word)))


def words_of(text: str) -> list[str]:
    """What a text is found by: its words as they stand, their base forms, compound parts and tails, each once."""
    found: dict[str, None] = {}
    for token in dict.fromkeys(tokens_of(text)):
        found[token] = None
        for reading in readings(token):
            found[reading.base] = None
            found.update(dict.fromkeys((*reading.tails(), *reading.heads())))
            for form, base in reading.parts:
                found[form] = None
                found[base] = None
    found.update(dict.fromkeys(written_together(text)))
    return list(found)


def written_together(text: str) -> Iterable[str]:
    """ELY-keskuksen is also looked for as elykeskus."""
    for compound in HYPHENATED.findall(unicodedata.normalize("NFC", text).lower()):
        *firsts, last = compound.split("-")
        yield "".join((*firsts, last))
        for reading in readings(last):
            yield "".join((*firsts, reading.base))


@cache
def reader() -> Reader:
    """The best reader this machine has."""
    for rung in (_libvoikko, _pyvoikko):
        found = rung()
        if found is not None:
            return found
    return read_by_prefix


def read_by_prefix(word: str) -> list[Analysis]:
    return [Analysis(stem(word))] if len(word) > 4 else []


def _libvoikko() -> Reader | None:
    try:
        import libvoikko

        voikko = libvoikko.Voikko("fi")
    except Exception:  # no module, no library or no dictionary: each is "the system has it not"
        return None
    return libvoikko_reader(voikko.analyze)


def libvoikko_reader(analyze: Callable[[str], list[dict[str, str]]]) -> Reader:
    """Read libvoikko's answers; its handle serves one thread at a time."""
    lock = threading.Lock()

    def read(word: str) -> list[Analysis]:
        with lock:
            answers = analyze(word)
        named = [answer for answer in answers if answer.get("BASEFORM")]
        kept = _without_comparatives([(answer.get("CLASS"), answer.get("COMPARISON")) for answer in named])
        return [
            Analysis(
                _clean(answer["BASEFORM"]),
                *_word_bases(answer.get("WORDBASES", "")),
                is_name=answer.get("CLASS") in PERSONS,
            )
            for answer, keep in zip(named, kept, strict=True)
            if keep
        ]

    return read


def _word_bases(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Parse "+järjestö(järjestö)+kunta(kunta)"; a base that starts with + is a derivational ending, no part."""
    pairs = re.findall(r"\+([^+()]+)\(([^()]*)\)", text)
    parts = [(form, base) for form, base in pairs if not base.startswith("+")]
    endings = [base.startswith("+") for _, base in pairs]
    root = _clean(parts[-1][1]) if parts and endings[-2:] == [False, True] else ""
    return tuple((_clean(form), _clean(base)) for form, base in parts) if len(parts) > 1 else (), root


def _pyvoikko() -> Reader | None:
    try:
        pyvoikko = _small_pyvoikko()
    except ImportError:
        return None

    def read(word: str) -> list[Analysis]:
        named = [answer for answer in pyvoikko.analyse(word) if answer.BASEFORM]
        kept = _without_comparatives([(answer.CLASS, answer.COMPARISON) for answer in named])
        return [
            Analysis(
                _clean(answer.BASEFORM),
                tuple((_clean(part.FORM), _clean(part.BASEFORM or part.FORM)) for part in answer.COMPOUND_PARTS or ()),
                _derived_from(answer.FSTOUTPUT),
                answer.CLASS in PERSONS,
            )
            for answer, keep in zip(named, kept, strict=True)
            if keep
        ]

    return read


def _small_pyvoikko() -> Any:
    """pyvoikko, which reads its dictionary as it is imported, given a small reader for it in place of kfst's."""
    import kfst  # type: ignore[import-untyped]

    theirs, kfst.FST = kfst.FST, Transducer
    try:
        import pyvoikko
    finally:
        kfst.FST = theirs
    return pyvoikko


def _without_comparatives(kinds: list[tuple[str | None, str | None]]) -> list[bool]:
    """Which readings to keep: "vanhemmat" are parents, not older, where a noun of its own says so."""
    nouns = any(kind == "nimisana" for kind, _ in kinds)
    return [not (nouns and degree and kind != "nimisana") for kind, degree in kinds]


def _derived_from(path: str) -> str:
    """The word before the ending in Voikko's path "…[Xp]yksinäinen[X]yksinäisy[Ln][Xj]ys…"; "" for none or many."""
    _, _, last = path.rpartition("[Xp]")
    root, _, rest = last.partition("[X]")
    return _clean(root) if rest.count("[Xj]") == 1 else ""


def _clean(form: str) -> str:
    """Voikko marks joints with = and -; neither belongs to a word that people type."""
    return form.lower().replace("=", "").replace("-", "")
