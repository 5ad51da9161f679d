"""Definitions of the national indicators: YAML files beside this module, reviewed like code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from .schema import Break, Definition, Localised, Term, Vocabulary

FOLDER = Path(__file__).parent
VOCABULARY = "_vocabulary.yaml"

__all__ = ["Break", "Definition", "Localised", "Term", "Vocabulary", "load", "read_file", "vocabulary"]


@cache
def load() -> dict[str, Definition]:
    """Every definition by its key, in the order of the files. Raises ValueError on a key given twice."""
    found: dict[str, Definition] = {}
    for path in sorted(FOLDER.glob("[!_]*.yaml")):
        for definition in read_file(path):
            if definition.key in found:
                raise ValueError(f"{path.name}: {definition.key!r} is defined twice")
            found[definition.key] = definition
    return found


def read_file(path: Path) -> list[Definition]:
    """The definitions of one file. Raises pydantic.ValidationError where one is not well formed."""
    return [Definition.model_validate(row) for row in YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []]


@cache
def vocabulary() -> Vocabulary:
    """Themes and population groups, in their order."""
    text = (FOLDER / VOCABULARY).read_text(encoding="utf-8")
    return Vocabulary.model_validate(YAML(typ="safe").load(text))
