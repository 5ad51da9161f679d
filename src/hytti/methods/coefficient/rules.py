"""The rules of a funding year: dated data, one file for each level and year beside this module."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["county", "municipality"]
Half = Literal["process", "result"]
TargetKind = Literal["at_least", "at_most"]

FOLDER = Path(__file__).parent / "rules"


class Localised(NamedTuple):
    """One thing in the three languages of Hytti."""

    fi: str
    sv: str
    en: str


class Source(NamedTuple):
    """Where a rule stands: in words (the law's own language) and an address."""

    text: str
    address: str


UNITS = {
    "percent": Localised("%", "%", "%"),
    "points": Localised("pistettä", "poäng", "points"),
    "patients_per_10000": Localised("potilasta / 10 000 as.", "patienter / 10 000 inv.", "patients / 10,000 residents"),
    "periods_per_10000": Localised(
        "hoitojaksoa / 10 000 vastaavanikäistä",
        "vårdperioder / 10 000 i samma ålder",
        "hospital periods / 10,000 of that age",
    ),
    "weekly_work": Localised(
        "työpanos / vko / 100 oppilasta", "arbetsinsats / v / 100 elever", "work / week / 100 pupils"
    ),
}


class UnknownYear(ValueError):
    """No rules are known for that funding year; `known` lists the years that have some."""

    def __init__(self, level: str, funding_year: int, known: list[int]) -> None:
        self.level, self.funding_year, self.known = level, funding_year, known
        super().__init__(f"No rules of {funding_year} for a {level}; known: {', '.join(map(str, known)) or 'none'}.")


class BrokenRules(ValueError):
    """A rules file says something that cannot be."""


@dataclass(frozen=True)
class IndicatorRule:
    """One indicator of a decree.

    weight: as printed in the decree. target: in the indicator's own unit; None where the decree names none.
    unit_key: a key of UNITS. ceiling: 100 for a share, None where no greatest value is known.
    decimals: of the published figure, as taken by the option on rounding and by one step of the marginal value.
    """

    key: str
    number: str
    name: Localised
    half: Half
    weight: float
    unit_key: str
    decimals: int
    law: str
    target: float | None = None
    target_kind: TargetKind | None = None
    lower_is_better: bool = False
    corrected_by_forms: bool = False
    ceiling: float | None = None
    source_ids: Mapping[str, int] = field(default_factory=dict)
    note: Localised | None = None

    @property
    def unit(self) -> Localised:
        return UNITS[self.unit_key]

    @property
    def is_item(self) -> bool:
        """Whether it is answered yes (100 points) or no (0), and not scaled."""
        return self.unit_key == "points"

    @property
    def step(self) -> float:
        """One step of the published figure; a yes-or-no item moves all its points at once."""
        return 100.0 if self.is_item else 10.0**-self.decimals


@dataclass(frozen=True)
class Rules:
    """What holds for one level and funding year.

    data_years: the latest year and the one before; None where the law says only "the newest data".
    base_price: euros a resident. areas: how many take part. applies: False where the money is divided by residents
    alone. change: of the results, relative to the year before or the bare difference. national_mean: "weighted" where
    the decree itself says so, None where it is silent.
    """

    level: Level
    funding_year: int
    data_years: tuple[int, int] | None
    residents_year: int
    base_price: Decimal
    areas: int
    applies: bool
    change: Literal["relative", "absolute"]
    national_mean: Literal["weighted"] | None
    indicators: tuple[IndicatorRule, ...]
    law: str
    section: str
    in_force_from: date
    sources: tuple[Source, ...]
    notes: tuple[Localised, ...]

    @property
    def process(self) -> tuple[IndicatorRule, ...]:
        return tuple(rule for rule in self.indicators if rule.half == "process")

    @property
    def result(self) -> tuple[IndicatorRule, ...]:
        return tuple(rule for rule in self.indicators if rule.half == "result")

    def indicator(self, key: str) -> IndicatorRule:
        """The indicator of that key; raises ValueError naming the known ones."""
        for rule in self.indicators:
            if rule.key == key:
                return rule
        raise ValueError(f"No indicator is called {key!r}; known: {', '.join(rule.key for rule in self.indicators)}.")


def known_years(level: Level) -> list[int]:
    """The funding years that have a rules file, in order."""
    return sorted(int(file.stem.removeprefix(f"{level}-")) for file in FOLDER.glob(f"{level}-*.yaml"))


@cache
def rules(level: Level, funding_year: int) -> Rules:
    """The rules of a level and funding year. Raises UnknownYear where no decree has been made into a file."""
    if funding_year not in known_years(level):
        raise UnknownYear(level, funding_year, known_years(level))
    found = read((FOLDER / f"{level}-{funding_year}.yaml").read_text(encoding="utf-8"))
    if (found.level, found.funding_year) != (level, funding_year):
        raise BrokenRules(f"The file of {level} {funding_year} is of {found.level} {found.funding_year}.")
    return found


def read(text: str) -> Rules:
    """Rules from a YAML document. Raises BrokenRules on what is missing, unknown or inconsistent.

    `indicators` is a list, or the name of the file whose list holds ("county-2023"); `without` then leaves some out.
    """
    found = _loaded(text)
    listed = found.pop("indicators", None)
    without = found.pop("without", [])
    if isinstance(listed, str):
        level, _, year = listed.partition("-")
        indicators = tuple(
            rule for rule in rules(_one_of(level, Level), int(year)).indicators if rule.key not in without
        )
    else:
        indicators = tuple(_indicator(row) for row in listed or ())
    made = Rules(**_rules(found), indicators=indicators)
    _require_consistent(made)
    return made


def _loaded(text: str) -> dict[str, Any]:
    from ruamel.yaml import YAML  # slow to import, and only rules files need it
    from ruamel.yaml.error import YAMLError

    try:
        found = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise BrokenRules(f"The file is not YAML: {error}.") from None
    if not isinstance(found, dict):
        raise BrokenRules("The file is not a mapping.")
    return found


def _rules(found: dict[str, Any]) -> dict[str, Any]:
    made = dict(found)
    try:
        made["level"] = _one_of(found["level"], Level)
        made["change"] = _one_of(found["change"], Literal["relative", "absolute"])
        made["base_price"] = Decimal(found["base_price"])
        made["sources"] = tuple(Source(**source) for source in found["sources"])
        made["notes"] = tuple(Localised(**note) for note in found["notes"])
        made["data_years"] = tuple(found["data_years"]) if "data_years" in found else None
        made["national_mean"] = found.get("national_mean")
        known = Rules.__dataclass_fields__.keys() - {"indicators"}
        for name in sorted(known ^ made.keys()):
            raise BrokenRules(f"{name!r} is {'missing' if name in known else 'not known'}.")
    except KeyError as error:
        raise BrokenRules(f"{error} is missing.") from None
    except (TypeError, ArithmeticError) as error:
        raise BrokenRules(f"The rules are not well formed: {error}.") from None
    return made


def _indicator(found: dict[str, Any]) -> IndicatorRule:
    made = dict(found)
    try:
        made["half"] = _one_of(found["half"], Half)
        made["name"] = Localised(**found["name"])
        made["unit_key"] = made.pop("unit")
        made["note"] = Localised(**found["note"]) if "note" in found else None
        return IndicatorRule(**made)
    except (KeyError, TypeError) as error:
        raise BrokenRules(f"Indicator {found.get('key', '?')}: {error}.") from None


def _one_of(value: str, choices: Any) -> Any:
    if value not in get_args(choices):
        raise BrokenRules(f"{value!r} is none of {', '.join(get_args(choices))}.")
    return value


def _require_consistent(made: Rules) -> None:
    keys = [rule.key for rule in made.indicators]
    if len(set(keys)) != len(keys):
        raise BrokenRules("Two indicators have the same key.")
    if not made.process or not made.result:
        raise BrokenRules("Both halves need an indicator.")
    for rule in made.indicators:
        if rule.unit_key not in UNITS:
            raise BrokenRules(f"The unit {rule.unit_key!r} of {rule.key} is not known.")
        if (rule.target is None) != (rule.target_kind is None):
            raise BrokenRules(f"The target of {rule.key} and its kind go together.")
