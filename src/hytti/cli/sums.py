"""`hytti sums`: rates, standardised rates, years of life lost and AUDIT-C on a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hytti.sources.spreadsheets import SEX_WORDS

from .sheets import Sheet, read_sheet, written
from .trouble import Trouble

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import Any

    from hytti.methods.estimates import Estimate
    from hytti.methods.populations import AgeBand

T = TypeVar("T")
LIMITS = ("value", "lower", "upper")


def add_parser(commands: Any) -> None:
    """Add `hytti sums` and its verbs to the command's parser."""
    verbs = commands.add_parser(
        "sums", help="count rates, years of life lost or AUDIT-C from a CSV file"
    ).add_subparsers(dest="verb", required=True, metavar="verb")
    rate = _verb(verbs, "rate", "a crude rate for each row")
    dsr = _verb(verbs, "dsr", "a directly standardised rate for each group of rows, one row an age band")
    pyll = _verb(verbs, "pyll", "potential years of life lost for each group of rows, one row an age band")
    for verb, events in ((rate, "events"), (dsr, "events"), (pyll, "deaths")):
        verb.add_argument("--events", default=events, help=f"the column of counts ({events})")
        verb.add_argument(
            "--population", default="population", help="the column of persons or person-years (population)"
        )
        verb.add_argument("--per", type=float, default=100_000, help="per how many (100000)")
        verb.add_argument("--confidence", type=float, default=0.95, help="of the interval (0.95)")
    for verb in (dsr, pyll):
        verb.add_argument("--age", default="age", help="the column of age bands such as 0, 1-4 or 85+ (age)")
        verb.add_argument("--by", default="", help="columns that make the groups, with commas between")
        weights = verb.add_mutually_exclusive_group(required=verb is dsr)
        weights.add_argument("--standard", default="", help="a standard population such as ESP2013_19")
        weights.add_argument("--weights", default="", help="the column of a standard population's persons")
    pyll.add_argument("--limit", type=int, required=True, help="the age up to which years are lost, such as 80")
    pyll.add_argument("--start", type=int, default=0, help="the age from which deaths count, such as 25 (0)")
    pyll.add_argument(
        "--convention",
        choices=("completed", "midpoint"),
        default="completed",
        help="limit minus completed age, as THL (needs single years), or minus the band's midpoint (completed)",
    )
    audit = _verb(verbs, "audit-c", "AUDIT-C points and risk for each row")
    for column in ("q1", "q2", "q3", "sex", "age"):
        audit.add_argument(f"--{column}", default=column, help=f"the column of {column} ({column})")
    audit.add_argument("--thresholds", default="thl", help="whose limits of risk (thl)")


def run(options: argparse.Namespace) -> int:
    """Count what is asked; the answer is CSV on standard output or in the output file."""
    sheet = read_sheet(Path(options.file))
    verbs: dict[str, Callable[[Sheet, argparse.Namespace], str]] = {
        "rate": _rate,
        "dsr": _standardised,
        "pyll": _years_lost,
        "audit-c": _audit_c,
    }
    answer = verbs[options.verb](sheet, options)
    if options.output:
        Path(options.output).write_text(answer, encoding="utf-8")
    else:
        sys.stdout.write(answer)
    return 0


def _verb(verbs: Any, name: str, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=says, description=says)
    parser.add_argument("file", help="CSV with a row of column names")
    parser.add_argument("--output", default="", help="write here instead of standard output")
    return parser


def _counted(count: Callable[[], T]) -> T:
    """What the sums refuse is the file's or the options' fault: a sentence, not a traceback."""
    try:
        return count()
    except (ValueError, KeyError) as error:
        raise Trouble(str(error.args[0])) from None


def _rate(sheet: Sheet, options: argparse.Namespace) -> str:
    from hytti.methods.rates import crude_rate

    events, population = sheet.counts(options.events), sheet.populations(options.population)
    found = _counted(lambda: crude_rate(events, population, per=options.per, confidence=options.confidence))
    rows: list[Sequence[str | float]] = [
        [*row, *limits] for row, limits in zip(sheet.rows, _limits(found), strict=True)
    ]
    return written((*sheet.columns, *LIMITS), rows, sheet.delimiter)


def _standardised(sheet: Sheet, options: argparse.Namespace) -> str:
    from hytti.methods.rates import directly_standardised_rate

    groups = _Groups(sheet, options)
    weights = _counted(lambda: groups.weights(options, lambda band: True))
    return groups.answer(
        _counted(
            lambda: directly_standardised_rate(
                groups.events, groups.population, weights, per=options.per, confidence=options.confidence
            )
        )
    )


def _years_lost(sheet: Sheet, options: argparse.Namespace) -> str:
    from hytti.methods import pyll

    groups = _Groups(sheet, options)

    def count() -> Estimate:
        years = pyll.years_lost(groups.bands, limit=options.limit, start=options.start, convention=options.convention)
        told = {"per": options.per, "confidence": options.confidence}
        if not (options.standard or options.weights):
            return pyll.crude(groups.events, groups.population, years, **told)
        weights = groups.weights(options, lambda band: _counts(band, options))
        return pyll.standardised(groups.events, groups.population, weights, years, **told)

    return groups.answer(_counted(count))


def _counts(band: AgeBand, options: argparse.Namespace) -> bool:
    """Whether the band has ages between the start and the limit."""
    return bool(band.lower < options.limit and (band.upper is None or band.upper >= options.start))


def _audit_c(sheet: Sheet, options: argparse.Namespace) -> str:
    import numpy as np

    from hytti.methods.instruments import WrongAnswer, at_risk, load, score

    instrument = load("audit-c")
    columns = {code: getattr(options, code) for code in instrument.codes}
    answers = np.column_stack([sheet.numbers(column, blank=True) for column in columns.values()])
    sexes = [_sex(sheet, row, options.sex, text) for row, text in enumerate(sheet.column(options.sex))]
    ages = sheet.numbers(options.age, blank=True)
    for row, age in enumerate(ages):
        if age < 0:
            raise sheet.trouble(row, options.age, f"{age:g} is negative, and an age is not.")
    try:
        totals = score(instrument, answers).total
    except WrongAnswer as error:
        raise sheet.trouble(error.place[0], columns[error.item], f"{error.reason}.") from None
    risks = _counted(lambda: at_risk(instrument, totals, thresholds=options.thresholds, sex=sexes, age=ages))
    rows: list[Sequence[str | float]] = [
        [*row, float(total), float(risk)] for row, total, risk in zip(sheet.rows, totals, risks, strict=True)
    ]
    return written((*sheet.columns, "score", "at_risk"), rows, sheet.delimiter)


def _sex(sheet: Sheet, row: int, column: str, text: str) -> str:
    found = SEX_WORDS.get(text.casefold(), "total") if text else ""
    if found == "total":
        raise sheet.trouble(row, column, f"{text!r} is not a sex; write female, male or nothing.")
    return found


class _Groups:
    """Rows of one age band each, gathered into groups that all have the same bands."""

    def __init__(self, sheet: Sheet, options: argparse.Namespace) -> None:
        import numpy as np

        self.sheet, self.by = sheet, [name.strip() for name in options.by.split(",") if name.strip()]
        keys = list(zip(*[sheet.column(name) for name in self.by], strict=True)) or [()] * len(sheet.rows)
        bands = [self._band(row, options.age, text) for row, text in enumerate(sheet.column(options.age))]
        self.bands = sorted(set(bands), key=lambda band: band.lower)
        self.keys = list(dict.fromkeys(keys))
        self.places = self._places(keys, bands, options.age)
        self._shape = len(self.keys), len(self.bands)
        self.events = np.array(sheet.counts(options.events))[self.places].reshape(self._shape)
        self.population = np.array(sheet.populations(options.population))[self.places].reshape(self._shape)

    def weights(self, options: argparse.Namespace, counts: Callable[[AgeBand], bool]) -> Any:
        """The standard population in the file's bands, or the file's own column of it."""
        import numpy as np

        from hytti.methods.populations import StandardPopulation, standard_population

        if options.weights:
            return np.array(self.sheet.counts(options.weights))[self.places].reshape(self._shape)
        whole = standard_population(options.standard)
        kept = [place for place, band in enumerate(whole.bands) if counts(band)]
        part = StandardPopulation(
            whole.name, tuple(whole.bands[place] for place in kept), whole.weights[kept], whole.source
        )
        weights = np.zeros(len(self.bands))
        own = [place for place, band in enumerate(self.bands) if counts(band)]
        weights[own] = part.regrouped([self.bands[place] for place in own]).weights
        return weights

    def answer(self, found: Estimate) -> str:
        """One row for each group."""
        rows: list[Sequence[str | float]] = [
            [*key, *limits] for key, limits in zip(self.keys, _limits(found), strict=True)
        ]
        return written((*self.by, *LIMITS), rows, self.sheet.delimiter)

    def _band(self, row: int, column: str, text: str) -> AgeBand:
        from hytti.methods.populations import age_band

        try:
            return age_band(text)
        except ValueError:
            raise self.sheet.trouble(row, column, f"{text!r} is not an age band; write 0, 1-4 or 85+.") from None

    def _places(self, keys: list[tuple[str, ...]], bands: list[AgeBand], column: str) -> list[int]:
        found: dict[tuple[tuple[str, ...], AgeBand], int] = {}
        for row, place in enumerate(zip(keys, bands, strict=True)):
            if place in found:
                first = self.sheet.lines[found[place]]
                raise self.sheet.trouble(
                    row, column, f"the age band {place[1].label} is also on line {first}; use --by."
                )
            found[place] = row
        for key in self.keys:
            for band in self.bands:
                if (key, band) not in found:
                    whose = f" of {', '.join(key)}" if key else ""
                    raise Trouble(f"{self.sheet.name}: the age band {band.label}{whose} is missing.")
        return [found[key, band] for key in self.keys for band in self.bands]


def _limits(found: Estimate) -> Sequence[tuple[float, float, float]]:
    return list(zip(found.value.tolist(), found.lower.tolist(), found.upper.tolist(), strict=True))
