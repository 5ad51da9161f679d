"""The sheets where figures become points: one for each indicator that is scaled, and one of all points and K."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hytti.methods.coefficient.scores import TIES, Scored, form_ratio, is_corrected, reaches_target
from hytti.methods.coefficient.table import BEFORE

from . import texts
from .book_frame import FIRST, letter, write_formula
from .columns import AREA, CODE, TARGET, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.methods._inputs import Floats
    from hytti.methods.coefficient import IndicatorRule
    from hytti.methods.coefficient.options import Value

    from .book_frame import Frame

LEAST = Words("Pienin", "Minsta", "Least")
GREATEST = Words("Suurin", "Största", "Greatest")
RATIO = Words("Lomakkeita / syntyneitä, enintään 1", "Blanketter / födda, högst 1", "Forms / births, at most 1")
LEVEL = Words("Skaalattava taso", "Nivå som skalas", "Level to scale")
CHANGE = {
    "relative": Words("Suhteellinen muutos", "Relativ förändring", "Relative change"),
    "absolute": Words("Muutos", "Förändring", "Change"),
}
AT_TARGET = Words("Tavoitteessa (1 = on)", "Vid målet (1 = ja)", "At target (1 = yes)")
ON_SCALE = Words("Mukana skaalassa", "Med i skalan", "On the scale")
POINTS = Words("Pisteet 0–100", "Poäng 0–100", "Points 0–100")
PROCESS = Words("Toiminta, keskiarvo", "Verksamhet, medelvärde", "Activity, mean")
RESULT = Words("Tulokset, keskiarvo", "Resultat, medelvärde", "Results, mean")
K = Words("Pisteluku K", "Poäng K", "Score K")
WEIGHT = Words("Paino asetuksessa", "Vikt i förordningen", "Weight in the decree")


class Scaling:
    """The sheet of one indicator; `columns` tells the letters of its parts once it is written."""

    def __init__(self, frame: Frame, rule: IndicatorRule) -> None:
        self.frame, self.rule = frame, rule
        self.name = frame.of_rule(rule)
        self.parts: list[tuple[str, Words, Callable[[int], str], Floats]] = []
        absent = np.full(len(frame.table.areas), np.nan)
        reached = reaches_target(frame.table.latest.get(rule.key, absent), rule, frame.options)
        nobody = Scored(absent, absent[:1], absent[:1], reached, ~reached, absent)
        self.scored = frame.result.scored.get(rule.key, nobody)

    def at(self, part: str) -> str:
        """The letter of a part's column."""
        return letter(2 + [name for name, *_ in self.parts].index(part))

    def area(self, part: str) -> str:
        """All cells of a part, from another sheet too."""
        column = self.at(part)
        return f"'{self.name}'!${column}${FIRST}:${column}${self.frame.last}"

    def of(self, row: int) -> str:
        """The points of an area, from another sheet; empty where nobody has what they are made of."""
        return f"'{self.name}'!{self.at('points')}{row}"

    def prepare(self) -> None:
        """Decide the columns: they name each other before any is written."""
        frame, rule, table = self.frame, self.rule, self.frame.table
        absent = np.full(len(table.areas), np.nan)
        self._take("latest", rule.key, absent)
        if rule.half == "result":
            self._take("before", rule.key + BEFORE, absent)
            self._add("value", CHANGE[frame.rules.change], self._change, self.scored.value)
        elif rule.corrected_by_forms:
            self._take("forms", "forms", absent)
            self._take("births", "births", absent)
            ratio = form_ratio(table) if is_corrected(table, rule) else np.ones(len(absent))
            self._add("ratio", RATIO, self._ratio, ratio)
            self._add("value", LEVEL, self._corrected, self.scored.value)
        else:
            self._add("value", LEVEL, lambda row: f"{self.at('latest')}{row}", self.scored.value)
        self._add("reached", AT_TARGET, self._reached, self.scored.at_target.astype(float))
        keep = frame.options.target_areas_in_scaling
        on_scale = self.scored.value if keep else np.where(self.scored.at_target, np.nan, self.scored.value)
        self._add("scale", ON_SCALE, self._on_scale, on_scale)
        self._add("points", POINTS, self._points, self.scored.points)

    def _add(self, part: str, words: Words, formula: Callable[[int], str], values: Floats) -> None:
        self.parts.append((part, words, formula, values))

    def _take(self, part: str, key: str, absent: Floats) -> None:
        """A column of the sheet of figures, as it is; an empty cell stays empty."""
        frame = self.frame
        place, column = next((at, one) for at, one in enumerate(frame.columns) if one.key == key)
        there = f"'{frame.sheet_name('figures')}'!{letter(place)}"
        known = frame.table.column(key) if key in frame.table.columns() else absent
        heading = column.heading(frame.language)
        self._add(part, Words(heading, heading, heading), lambda row: f'IF({there}{row}="","",{there}{row})', known)

    def _change(self, row: int) -> str:
        latest, before = f"{self.at('latest')}{row}", f"{self.at('before')}{row}"
        change = f"{latest}-{before}"
        if self.frame.rules.change == "relative":
            change = f'IF({before}=0,"",({change})/{before})'
        return f'IF(OR({latest}="",{before}=""),"",{change})'

    def _ratio(self, row: int) -> str:
        forms, births = self.at("forms"), self.at("births")
        nobody = f"OR(COUNT({self.area('forms')})=0,COUNT({self.area('births')})=0)"
        ratio = f"IF({births}{row}=0,1,MIN(1,{forms}{row}/{births}{row}))"
        return f'IF({nobody},1,IF(OR({forms}{row}="",{births}{row}=""),"",{ratio}))'

    def _corrected(self, row: int) -> str:
        latest, ratio = f"{self.at('latest')}{row}", f"{self.at('ratio')}{row}"
        before = f'IF(OR({latest}="",{ratio}=""),"",{latest}*{ratio})'
        return self.frame.by_choice("forms_correction", {"after": latest}, before)

    def _reached(self, row: int) -> str:
        rule, latest = self.rule, f"{self.at('latest')}{row}"
        if rule.target is None:
            return "0"
        level = self.frame.by_choice("target_rounding", {"published": f"ROUND({latest},{rule.decimals})"}, latest)
        if rule.target_kind == "at_most":
            reached = f"{level}<=$B$2"
        else:
            reached = self.frame.by_choice("mpr_limit", {"at_least": f"{level}>=$B$2"}, f"{level}>$B$2")
        return f'IF({latest}="",0,IF({reached},1,0))'

    def _on_scale(self, row: int) -> str:
        value = f"{self.at('value')}{row}"
        without = f'IF({self.at("reached")}{row}=1,"",{value})'
        return self.frame.by_choice("target_areas_in_scaling", {False: without}, value)

    def _points(self, row: int) -> str:
        value, reached = f"{self.at('value')}{row}", f"{self.at('reached')}{row}"
        share = f"($F$2-{value})" if self.rule.lower_is_better else f"({value}-$D$2)"
        scaled = f"MAX(0,MIN(100,100*{share}/($F$2-$D$2)))"
        tie = self.frame.by_choice(
            "tie", {"zero": f"{TIES['zero']:g}", "full": f"{TIES['full']:g}"}, f"{TIES['half']:g}"
        )
        found = f'IF($D$2="",{tie},IF($F$2-$D$2>1E-12*MAX(ABS($D$2),ABS($F$2)),{scaled},{tie}))'
        points = f'IF({value}="",0,{found})'
        if self.rule.corrected_by_forms:
            ratio = f"{self.at('ratio')}{row}"
            after = f'IF(OR({value}="",{ratio}=""),0,{found}*{ratio})'
            points = self.frame.by_choice("forms_correction", {"after": after}, points)
        return f'IF(OR({self._nobody()}),"",IF({reached}=1,100,{points}))'

    def _nobody(self) -> str:
        """Conditions under which nobody has what the points are made of."""
        return ",".join(f"COUNT({self.area(part)})=0" for part, *_ in self.parts if part in ("latest", "before"))

    def write(self, pooled: list[Scaling]) -> None:
        """pooled: the indicators whose changes are scaled together where that is chosen."""
        frame, rule = self.frame, self.rule
        sheet = frame.add_sheet(self.name, dict.fromkeys(range(2, 2 + len(self.parts)), 16))
        sheet.write_string(0, 0, Words(*rule.name).of(frame.language), frame.title)
        sheet.write_string(1, 0, frame.words(TARGET))
        if rule.target is not None:
            sheet.write_number(1, 1, rule.target)
        ends = ((2, LEAST, "MIN", self.scored.least), (4, GREATEST, "MAX", self.scored.greatest))
        for at, words, function, value in ends:
            sheet.write_string(1, at, frame.words(words))
            own, all_of_them = self.area("scale"), ",".join(one.area("scale") for one in pooled)
            end = f'IF(COUNT({own})=0,"",{function}({own}))'
            if rule.half == "result":
                together = f'IF(OR({self._nobody()},COUNT({all_of_them})=0),"",{function}({all_of_them}))'
                end = frame.by_choice("scaling", {"pooled": together}, end)
            write_formula(sheet, 2, at + 1, end, value[0])
        heads = [frame.words(CODE), frame.words(AREA), *(words.of(frame.language) for _, words, _, _ in self.parts)]
        sheet.write_row(2, 0, heads, frame.bold)
        frame.write_areas(sheet)
        for at, (_, _, formula, values) in enumerate(self.parts, 2):
            for row, value in enumerate(values, FIRST):
                write_formula(sheet, row, at, formula(row), value)


def write_points(frame: Frame, scalings: dict[str, Scaling]) -> dict[str, str]:
    """The sheet of all points; the letters of its columns process, result and K."""
    rules, name = frame.rules.indicators, frame.sheet_name("points")
    sheet = frame.add_sheet(name, dict.fromkeys(range(2, len(rules) + 5), 16))
    sheet.write_string(0, 0, f"{frame.words(POINTS)}: {texts.title(frame.rules, frame.language)}", frame.title)
    sheet.write_string(1, 1, frame.words(WEIGHT))
    frame.write_areas(sheet)
    absent = np.full(len(frame.table.areas), np.nan)
    for at, rule in enumerate(rules, 2):
        sheet.write_string(2, at, Words(*rule.name).of(frame.language), frame.bold)
        sheet.write_number(1, at, rule.weight)
        values = frame.result.points.get(rule.key, absent)
        for row, value in enumerate(values, FIRST):
            write_formula(
                sheet, row, at, _item(frame, rule, row) if rule.is_item else scalings[rule.key].of(row), value
            )
    halves = {half: _letters(frame, half) for half in ("process", "result")}
    ends = {"process": letter(len(rules) + 2), "result": letter(len(rules) + 3), "K": letter(len(rules) + 4)}
    sheet.write_row(2, 0, (frame.words(CODE), frame.words(AREA)), frame.bold)
    sheet.write_row(2, len(rules) + 2, [frame.words(words) for words in (PROCESS, RESULT, K)], frame.bold)
    for at, row in enumerate(range(FIRST, frame.last + 1)):
        for half, values in (("process", frame.result.process), ("result", frame.result.result)):
            column = len(rules) + (2 if half == "process" else 3)
            write_formula(sheet, row, column, _mean(frame, halves[half], row), values[at])
        write_formula(sheet, row, len(rules) + 4, _score(frame, halves, ends, row), frame.result.K[at])
    return {part: f"'{name}'!{column}" for part, column in ends.items()}


def _item(frame: Frame, rule: IndicatorRule, row: int) -> str:
    """The points of a yes-or-no item; empty where nobody has answered it."""
    place = next(at for at, column in enumerate(frame.columns) if column.key == rule.key)
    there, column = f"'{frame.sheet_name('figures')}'!", letter(place)
    nobody = f"COUNTA({there}${column}${FIRST}:${column}${frame.last})=0"
    return f'IF({nobody},"",IF({there}{column}{row}="{frame.words(texts.YES)}",100,0))'


def _letters(frame: Frame, half: str) -> tuple[str, str, int]:
    """The first and the last column of a half's points, and how many there are: they stand side by side."""
    places = [at for at, rule in enumerate(frame.rules.indicators, 2) if rule.half == half]
    return letter(places[0]), letter(places[-1]), len(places)


def _mean(frame: Frame, half: tuple[str, str, int], row: int) -> str:
    first, last, count = half
    there = f"{first}{row}:{last}{row}"
    left_out = f'IF(COUNT({there})=0,"",AVERAGE({there}))'
    return frame.by_choice("absent", {"lowest": f"SUM({there})/{count}"}, left_out)


def _score(frame: Frame, halves: dict[str, tuple[str, str, int]], ends: dict[str, str], row: int) -> str:
    """K: the mean of the halves, or the mean by the printed weights."""
    process, result = f"{ends['process']}{row}", f"{ends['result']}{row}"
    first, last = halves["process"][0], halves["result"][1]
    there, weights = f"{first}{row}:{last}{row}", f"${first}$2:${last}$2"
    known = f"SUMPRODUCT({weights},--ISNUMBER({there}))"
    total = frame.by_choice("absent", {"lowest": f"SUM({weights})"}, known)
    by_weight = f"SUMPRODUCT({weights},{there})/{total}"
    score = frame.by_choice("halves", {"weights": by_weight}, f"({process}+{result})/2")
    rounded: dict[Value, str] = {0: f"ROUND({score},0)", 1: f"ROUND({score},1)"}
    return f'IF(OR({process}="",{result}=""),"",{frame.by_choice("round_K", rounded, score)})'
