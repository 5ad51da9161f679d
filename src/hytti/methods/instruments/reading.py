"""Instruments are data files: TOML in the package, or a county's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .model import SEXES, Band, Flag, Group, Instrument, Item, Skip, Step, Texts, Thresholds

FOLDER = Path(__file__).parents[1] / "data" / "instruments"
PARTS = {
    "": {"id", "version", "name", "scoring", "licence", "source", "maximum", "step", "texts"}
    | {"items", "skip", "bands", "flags", "thresholds"},
    "item": {"code", "answers", "steps", "steps_female", "steps_male", "unit"},
    "step": {"points", "at_least", "above"},
    "skip": {"item", "answer", "blank_is_zero", "must_be_zero"},
    "band": {"code", "name", "from"},
    "flag": {"code", "name", "when"},
    "thresholds": {"name", "source", "note", "groups"},
    "group": {"sex", "from", "to", "at_least"},
    "texts": {"language", "source", "licence", "introduction", "items", "options"},
}


class BrokenInstrument(ValueError):
    """An instrument file says something that cannot be."""


def known_instruments() -> list[str]:
    """The ids of the instruments that come with Hytti."""
    return sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml"))


@cache
def load(id: str) -> Instrument:
    """An instrument that comes with Hytti, by its id. Raises ValueError on an unknown one."""
    if id not in known_instruments():
        raise ValueError(f"No instrument is called {id!r}; known: {', '.join(known_instruments())}.")
    return read(FOLDER.joinpath(f"{id}.toml").read_text(encoding="utf-8"))


def texts_of(instrument: Instrument, language: str) -> Texts | None:
    """The instrument's wording in a language, its own items only; None where no wording may be or is included."""
    if not instrument.texts:
        return None
    file = FOLDER.joinpath("texts", *f"{instrument.texts}.{language}.toml".split("/"))
    if not file.is_file():
        return None
    return read_texts(file.read_text(encoding="utf-8"), instrument)


def read(text: str) -> Instrument:
    """An instrument from a TOML document. Raises BrokenInstrument on what is missing, unknown or inconsistent."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenInstrument(f"The file is not TOML: {error}.") from None
    fields = _part(found, "", "id", "version", "name", "scoring", "licence", "source")
    if fields["scoring"] not in ("sum", "mean", "total"):
        raise BrokenInstrument(f"The scoring is sum, mean or total, not {fields['scoring']!r}.")
    instrument = Instrument(
        **{key: fields[key] for key in ("id", "version", "name", "scoring", "licence")},
        **{key: fields[key] for key in ("maximum", "step", "texts") if key in fields},
        source=tuple(fields["source"]),
        items=tuple(_item(item) for item in fields.get("items", [])),
        skip=_skip(fields["skip"]) if "skip" in fields else None,
        bands=tuple(_band(band) for band in fields.get("bands", [])),
        flags=tuple(_flag(flag) for flag in fields.get("flags", [])),
        thresholds=tuple(_thresholds(limits) for limits in fields.get("thresholds", [])),
    )
    _require_consistent(instrument)
    return instrument


def read_texts(text: str, instrument: Instrument) -> Texts:
    """The wording of the instrument's items from a TOML document; wordings of other items are left out."""
    found = _part(tomllib.loads(text), "texts", "language", "source", "licence", "items")
    options = {code: tuple(words) for code, words in found.get("options", {}).items()}
    for item in instrument.items:
        if item.code not in found["items"]:
            raise BrokenInstrument(f"The texts of {instrument.name} lack item {item.code}.")
        if len(options.get(item.code, item.answers)) != len(item.answers):
            raise BrokenInstrument(
                f"The texts of {instrument.name}, {item.code}, do not have one option for each answer."
            )
    return Texts(
        language=found["language"],
        items={code: found["items"][code] for code in instrument.codes},
        options={code: options[code] for code in instrument.codes if code in options},
        introduction=found.get("introduction", ""),
        source=found["source"],
        licence=found["licence"],
    )


def _part(found: Mapping[str, Any], kind: str, *needed: str) -> Mapping[str, Any]:
    where = f" in {kind}" if kind else ""
    for key in needed:
        if key not in found:
            raise BrokenInstrument(f"{key!r} is missing{where}.")
    for key in found:
        if key not in PARTS[kind]:
            raise BrokenInstrument(f"{key!r} is not known{where}.")
    return found


def _item(found: Mapping[str, Any]) -> Item:
    fields = _part(found, "item", "code")
    steps = {"": fields["steps"]} if "steps" in fields else {}
    steps |= {sex: fields[f"steps_{sex}"] for sex in SEXES if f"steps_{sex}" in fields}
    if bool(steps) == ("answers" in fields):
        raise BrokenInstrument(f"Item {fields['code']} has either answers or steps.")
    return Item(
        code=fields["code"],
        answers=tuple(fields.get("answers", ())),
        steps={sex: tuple(Step(**_part(step, "step", "points")) for step in each) for sex, each in steps.items()}
        or None,
        unit=fields.get("unit", ""),
    )


def _skip(found: Mapping[str, Any]) -> Skip:
    fields = _part(found, "skip", "item", "answer", "blank_is_zero", "must_be_zero")
    return Skip(fields["item"], fields["answer"], tuple(fields["blank_is_zero"]), tuple(fields["must_be_zero"]))


def _band(found: Mapping[str, Any]) -> Band:
    fields = _part(found, "band", "code", "name", "from")
    return Band(fields["code"], fields["name"], fields["from"])


def _flag(found: Mapping[str, Any]) -> Flag:
    fields = _part(found, "flag", "code", "name", "when")
    when = tuple(tuple((each["item"], each["at_least"]) for each in every) for every in fields["when"])
    return Flag(fields["code"], fields["name"], when)


def _thresholds(found: Mapping[str, Any]) -> Thresholds:
    fields = _part(found, "thresholds", "name", "source", "note", "groups")
    groups = [_part(group, "group", "at_least") for group in fields["groups"]]
    return Thresholds(
        fields["name"],
        fields["source"],
        fields["note"],
        tuple(Group(group["at_least"], group.get("sex", ""), group.get("from"), group.get("to")) for group in groups),
    )


def _require_consistent(instrument: Instrument) -> None:
    if len(set(instrument.codes)) != len(instrument.codes):
        raise BrokenInstrument("Two items have the same code.")
    if (instrument.scoring == "total") == bool(instrument.items):
        raise BrokenInstrument("A total has no items, a sum or mean has some.")
    named = [code for flag in instrument.flags for every in flag.when for code, _ in every]
    if instrument.skip:
        named += [instrument.skip.item, *instrument.skip.blank_is_zero, *instrument.skip.must_be_zero]
    for code in named:
        if code not in instrument.codes:
            raise BrokenInstrument(f"Item {code} is named, and there is none.")
    starts = [band.start for band in instrument.bands]
    if starts and (starts != sorted(set(starts)) or starts[0] != 0):
        raise BrokenInstrument("The bands begin at 0 and rise.")
    for group in (group for limits in instrument.thresholds for group in limits.groups):
        if group.sex not in ("", *SEXES):
            raise BrokenInstrument(f"The sex of a limit is female or male, not {group.sex!r}.")
