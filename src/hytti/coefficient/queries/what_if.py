"""The answer of a what-if: before and after, the range, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hytti.core.drawn import drawn
from hytti.core.numbers import interval, number, signed
from hytti.methods.coefficient import coefficient
from hytti.methods.coefficient.simulate import simulate

from .. import words
from ..drawing.scale import Move, scale_chart
from .columns import named
from .county import chosen, known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hytti.methods.coefficient import Options, Result
    from hytti.methods.coefficient.simulate import Simulation

    from .columns import Figure
    from .loaded import Loaded

DRAWS = 10_000


@dataclass(frozen=True)
class Tried:
    """The table as it is and as changed, under the same options; `drawn` where a range was asked for."""

    loaded: Loaded
    area: str
    changes: Mapping[str, Mapping[str, float]]
    at: int
    before: Result
    after: Result
    simulation: Simulation | None

    @property
    def difference(self) -> Decimal | None:
        """Euros more than now; None where they are not known."""
        now, then = self.before.euros[self.at], self.after.euros[self.at]
        return None if now.is_nan() or then.is_nan() else then - now


def tried(
    loaded: Loaded, area: str, changes: Mapping[str, Mapping[str, float]], options: Options, seed: int | None = None
) -> Tried:
    """Change the figures; with a seed also draw the range. Raises KeyError or ValueError on an unknown one."""
    at = loaded.table.place(area)
    before = loaded.result(options)
    after = coefficient(loaded.table.changed(changes), loaded.rules, options)
    spread = None
    if seed is not None:
        spread = simulate(loaded.table, loaded.rules, options, area, changes=changes, seed=seed, draws=DRAWS)
    return Tried(loaded, area, changes, at, before, after, spread)


def answer(found: Tried) -> dict[str, Any]:
    """The money first, then K, k and the rank before and after, and the range."""
    at, simulation = found.at, found.simulation
    k_now, k_then = known(found.before.k[at]), known(found.after.k[at])
    areas = len(found.before.table.areas)
    rows = [
        _row(_("Pisteluku K (0–100)"), known(found.before.K[at]), known(found.after.K[at]), 1),
        _row(_("Maan keskiarvo"), known(found.before.national), known(found.after.national), 2),
        _row(_("Kerroin k"), k_now, k_then, 4),
    ]
    rows.append(
        {
            "name": _("Sija"),
            "now": words.place(int(found.before.rank[at]), areas),
            "then": words.place(int(found.after.rank[at]), areas),
            "change": "",
        }
    )
    now, then = (None if one.euros[at].is_nan() else one.euros[at] for one in (found.before, found.after))
    money = {"now": words.euros(now), "then": words.euros(then), "change": words.signed_euros(found.difference)}
    rows.append({"name": _("Euroa vuodessa"), **money})
    difference = found.difference
    return {
        "number": words.signed_euros(None if difference is None else words.rounded(difference)),
        "exact": words.signed_euros(difference),
        "sentence": _sentence(found, k_now, k_then),
        "changed": changed_lines(found.loaded, found.changes),
        "rows": rows,
        "range": _range(simulation, now, areas) if simulation and now is not None else [],
        "pictures": _pictures(found, k_now, k_then),
        "chosen": chosen(found.before.options, found.before.rules),
        "seed": number(simulation.seed, 0) if simulation else "",
    }


def _row(name: str, now: float | None, then: float | None, decimals: int) -> dict[str, str]:
    change = signed(then - now, decimals) if now is not None and then is not None else ""
    return {"name": name, "now": number(now, decimals), "then": number(then, decimals), "change": change}


def _sentence(found: Tried, now: float | None, then: float | None) -> str:
    if not found.changes:
        return _("Mitään ei ole muutettu: tässä on tilanne nyt.")
    if now is None or then is None:
        return _("Kerrointa ei voi laskea, koska tietoja puuttuu.")
    K = found.after.K[found.at] - found.before.K[found.at]
    return _("Pisteluku K muuttuu %(K)s pistettä ja kerroin %(k)s.") % {
        "K": signed(float(K), 1),
        "k": signed(then - now, 3),
    }


def changed_lines(loaded: Loaded, changes: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What was changed, in words: area, figure, from and to."""
    lines = []
    for area, cells in changes.items():
        at = loaded.table.place(area)
        for column, value in cells.items():
            figure = named(loaded, column)
            lines.append(
                _("%(area)s, %(name)s: %(now)s → %(then)s")
                % {
                    "area": loaded.name_of(area),
                    "name": figure.name,
                    "now": _now(figure, known(loaded.table.column(column)[at])),
                    "then": figure.told(value, exactly=True),
                }
            )
    return lines


def _now(figure: Figure, value: float | None) -> str:
    """The figure before the arrow; its unit stands after the arrow."""
    return figure.told(value) if figure.is_item else number(value, figure.decimals)


def _range(simulation: Simulation, now: Decimal, areas: int) -> list[dict[str, str]]:
    """Where nine draws of ten end."""
    rank, K, k, euros = simulation.rank, simulation.K, simulation.k, simulation.euros
    low, high = (words.signed_euros(Decimal(end) - now) for end in (euros.p5, euros.p95))
    return [
        {"name": _("Pisteluku K (0–100)"), "text": interval(K.p5, K.p95, 1)},
        {"name": _("Kerroin"), "text": interval(k.p5, k.p95, 3)},
        {"name": _("Sija"), "text": f"{interval(rank.p5, rank.p95, 0)} / {areas}"},
        {"name": _("Euroa vuodessa"), "text": _between(euros.p5, euros.p95)},
        {"name": _("Muutos nykyiseen"), "text": _("%(low)s … %(high)s") % {"low": low, "high": high}},
    ]


def _between(low: float, high: float) -> str:
    return _("%(low)s – %(high)s") % {"low": words.euros(low), "high": words.euros(high)}


def _pictures(found: Tried, now: float | None, then: float | None) -> dict[str, Any] | None:
    if now is None or then is None:
        return None
    spread = found.simulation.k if found.simulation else None
    move = Move(
        now,
        _("nyt %(k)s") % {"k": number(now, 3)},
        then,
        number(then, 3),
        spread.p5 if spread else None,
        spread.p95 if spread else None,
    )
    title = _("Kerroin nyt ja muutoksen jälkeen")
    desc = _("Kerroin on nyt %(now)s ja muutoksen jälkeen %(then)s; maan keskiarvo on 1.") % {
        "now": number(now, 3),
        "then": number(then, 3),
    }
    wide, phone = (
        drawn(
            scale_chart(
                move,
                key=f"scale-{key}",
                width=width,
                title=title,
                desc=desc,
                tick_text=number,
                middle_text=_("maan keskiarvo"),
            )
        )
        for key, width in (("wide", 560), ("phone", 326))
    )
    return {"wide": wide, "phone": phone}


def caveats(found: Tried) -> list[str]:
    """What stands beside the number, always."""
    lines = []
    if set(found.changes) <= {found.area}:
        lines.append(_("Muiden alueiden luvut pysyvät ennallaan. Maan keskiarvo lasketaan uudelleen."))
    if found.before.rules.level == "county":
        lines.append(_("Luku on ennen siirtymätasausta, jonka lopullista sääntöä ei löytynyt."))
    lines.append(
        _(
            "Pisteet skaalataan alueiden vaihteluvälin mukaan: oma parannus ei muutu pisteiksi "
            "suoraan, ja asteikon päässä oleva alue siirtää myös muiden pisteitä."
        )
    )
    if any(rule.key in cells for cells in found.changes.values() for rule in found.before.rules.result):
        lines.append(
            _(
                "Tuloksissa vain muutos palkitaan, paitsi tavoitteessa. Parannus tuo rahaa sinä "
                "vuonna, jona luku paranee."
            )
        )
    if any(
        rule.is_item and rule.key in cells for cells in found.changes.values() for rule in found.before.rules.process
    ):
        lines.append(_("Kyllä-vastauksen pisteet ratkaisevat THL:n tiedonkeruut, ei tämä laskelma."))
    if found.simulation:
        noise = found.simulation.noise
        lines.append(
            _(
                "Vaihteluväli on oletus, ei ennuste: jokaisen alueen luvut vaihtelevat satunnaisesti, keskihajonta "
                "%(own)s %% omissa ja %(others)s %% muiden luvuissa, 10 000 arvontaa."
            )
            % {"own": number(100 * noise.relative_sd, 0), "others": number(100 * noise.others_sd, 0)}
        )
    return lines
