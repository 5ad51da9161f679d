"""The explanation of an area's euros in words: each figure, how it is made, where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hytti.core.numbers import number, signed
from hytti.methods.coefficient.explain import tree

from .. import words
from ..short_names import short_name

if TYPE_CHECKING:
    from hytti.methods.coefficient import Result
    from hytti.methods.coefficient.explain import Node

    from .loaded import Loaded


@dataclass(frozen=True)
class Told:
    """A node of the tree as it is read: its name, value, how it is made, where it is from, and what is below it."""

    name: str
    value: str
    how: str
    source: str
    children: tuple[Told, ...]


def explained(loaded: Loaded, result: Result, area: str) -> Told:
    return _Teller(loaded, result).tell(tree(result, area))


class _Teller:
    """Says the nodes of one table's tree."""

    def __init__(self, loaded: Loaded, result: Result) -> None:
        self.loaded, self.result = loaded, result

    def tell(self, node: Node) -> Told:
        children = tuple(self.tell(child) for child in node.children)
        return Told(self.name(node), self.value(node), self.how(node), node.source, children)

    def name(self, node: Node) -> str:
        params = node.params
        if node.key == "points":
            return short_name(self.result.rules.indicator(params["indicator"]))
        if node.key in ("least", "greatest"):
            areas = ", ".join(self.loaded.name_of(code) for code in params["areas"][:3])
            end = _("pienin") if node.key == "least" else _("suurin")
            return (
                _("Asteikon %(end)s: %(areas)s") % {"end": end, "areas": areas}
                if areas
                else _("Asteikon %(end)s") % {"end": end}
            )
        if node.key in ("latest", "before") and params.get("year"):
            return _("Luku vuonna %(year)s") % {"year": params["year"]}
        if node.key == "residents":
            return _("Asukkaita vuoden %(year)s lopussa") % {"year": params["year"]}
        return {
            "euros": _("Euroa vuodessa, ennen siirtymätasausta")
            if self.result.rules.level == "county"
            else _("Euroa vuodessa"),
            "base_price": _("Perushinta asukasta kohti"),
            "k": _("Kerroin k"),
            "K": _("Pisteluku K"),
            "national": _("Koko maan K"),
            "process": _("Toiminnan keskiarvo"),
            "result": _("Tuloksen keskiarvo"),
            "level": _("Taso"),
            "corrected": _("Lomakkeiden määrällä korjattu taso"),
            "change": _("Muutos edellisestä vuodesta"),
            "latest": _("Uusin luku"),
            "before": _("Edellinen luku"),
            "forms": _("AUDIT- ja AUDIT-C-lomakkeita"),
            "births": _("Syntyneitä lapsia"),
            "ratio": _("Lomakkeita syntynyttä kohti, enintään 1"),
            "target": _("Tavoite"),
        }[node.key]

    def value(self, node: Node) -> str:
        value = node.value
        if value is None:
            return number(None)
        if node.key == "change":
            return _per_cent(value) if node.unit == "ratio" else signed(float(value), 2)
        if node.unit == "ratio" and node.key in ("least", "greatest"):
            return _per_cent(value)
        if node.unit == "euros":
            return words.euros(value, 2)
        if node.unit == "euros_per_resident":
            return words.euros(value, 2)
        if node.unit in ("residents", "count"):
            return number(float(value), 0)
        if node.unit == "coefficient":
            return number(float(value), 6)
        if node.unit == "ratio":
            return number(float(value), 4)
        if node.unit == "points":
            return number(float(value), 2)
        return self._measured(node, value)

    def _measured(self, node: Node, value: float | Decimal) -> str:
        rule = self.result.rules.indicator(node.params["indicator"])
        decimals = 2 if node.key == "corrected" else None
        return words.value(float(value), rule.decimals if decimals is None else decimals, words.text_of(rule.unit))

    def how(self, node: Node) -> str:
        rounded = ""
        if "decimals" in node.params:
            rounded = " " + _("Pyöristetty %(count)s desimaaliin.") % {"count": node.params["decimals"]}
        return (HOW[node.formula]() + rounded) if node.formula else ""


def _per_cent(share: float | Decimal) -> str:
    """A relative change, 0.1 as +10,00 %."""
    return words.with_unit(signed(100 * float(share), 2), "%")


HOW = {
    "euros": lambda: _("perushinta × asukkaat × kerroin"),
    "euros_by_residents": lambda: _("perushinta × asukkaat; kerroin ei ollut käytössä"),
    "k": lambda: _("alueen K ÷ koko maan K"),
    "K": lambda: _("toiminnan ja tuloksen keskiarvojen keskiarvo"),
    "K_by_weights": lambda: _("pisteet asetuksen painoilla"),
    "mean": lambda: _("indikaattorien pisteiden keskiarvo"),
    "mean_by_weights": lambda: _("indikaattorien pisteiden painotettu keskiarvo"),
    "weighted": lambda: _("alueiden K asukasmäärällä painotettuna"),
    "plain": lambda: _("alueiden K:n tavallinen keskiarvo"),
    "country": lambda: _("laskettu koko maan omista luvuista"),
    "scaled": lambda: _("100 × (luku − pienin) ÷ (suurin − pienin)"),
    "scaled_down": lambda: _("100 × (suurin − luku) ÷ (suurin − pienin), sillä pienempi on parempi"),
    "item": lambda: _("kyllä antaa 100 pistettä, muu vastaus 0"),
    "target": lambda: _("tavoite on saavutettu: täydet 100 pistettä"),
    "alike": lambda: _("kaikilla on sama luku, joten vaihteluväliä ei ole"),
    "missing": lambda: _("tietoa ei ole: lain mukaan alin arvo, 0 pistettä"),
    "absent": lambda: _("taulukossa ei ole tätä indikaattoria kenelläkään"),
    "corrected_points": lambda: _("skaalatut pisteet × lomakkeita syntynyttä kohti"),
    "corrected": lambda: _("taso × lomakkeita syntynyttä kohti"),
    "relative": lambda: _("(uusin luku − edellinen luku) ÷ edellinen luku"),
    "absolute": lambda: _("uusin luku − edellinen luku"),
    "ratio": lambda: _("lomakkeet ÷ syntyneet, enintään 1"),
}
