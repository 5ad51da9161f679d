"""What is wrong in a file of figures, in the reader's language: each sentence says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.file_words import FILE_WORDS
from hytti.sources.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.sources.problems import Problem

WORDS = {
    **FILE_WORDS,
    Code.NO_COLUMN: gettext_lazy("Saraketta %(heading)s ei ole. Valitse sarake uudelleen."),
    Code.NOT_MAPPED: gettext_lazy("Valitse sarake: %(what)s."),
    Code.EMPTY_CELL: gettext_lazy("Solu on tyhjä, vaikka %(what)s tarvitaan. Täydennä se tai poista rivi."),
    Code.NOT_A_NUMBER: gettext_lazy("%(value)s ei ole luku. Kirjoita luku, tai jätä solu tyhjäksi, jos lukua ei ole."),
    Code.NEGATIVE: gettext_lazy("%(value)s on negatiivinen. Lukumäärä on nolla tai enemmän."),
    Code.NOT_A_YEAR: gettext_lazy("%(value)s ei ole vuosi väliltä %(first)s–%(last)s. Kirjoita neljä numeroa."),
    Code.NOT_A_SEX: gettext_lazy("%(value)s ei ole sukupuoli. Kirjoita yhteensä, miehet tai naiset."),
    Code.NOT_A_FLAG: gettext_lazy(
        "%(value)s ei ole merkintä. Kirjoita salattu, ennakkotieto, aikasarjakatko tai arvio."
    ),
    Code.SUPPRESSED_FIGURE: gettext_lazy("Rivi on merkitty salatuksi, mutta siinä on luku. Poista jompikumpi."),
    Code.UNKNOWN_AREA: gettext_lazy(
        "%(value)s ei ole alue, jonka lukuja voi ladata tähän. Kirjoita alueen nimi tai koodi etunollineen."
    ),
    Code.UNKNOWN_INDICATOR: gettext_lazy("%(value)s ei ole tunnettu mittari."),
    Code.CONFLICT: gettext_lazy(
        "%(key)s: luku on tässä %(value)s, mutta rivillä %(first)s se on %(other)s. Jätä yksi."
    ),
}
PARTS = {
    "area": gettext_lazy("alue"),
    "year": gettext_lazy("vuosi"),
    "sex": gettext_lazy("sukupuoli"),
    "value": gettext_lazy("arvo tai lukumäärä"),
    "indicator": gettext_lazy("mittari"),
}


def words_of(problem: Problem, *, place: Callable[[str, str, str], str] | None = None) -> str:
    """The problem in a sentence; the English one where nobody has written another.

    place: says an area's key, a year and a sex in words.
    """
    text = WORDS.get(problem.code)
    if text is None:
        return problem.text
    arguments: dict[str, Any] = dict(problem.arguments)
    if "what" in arguments:
        arguments["what"] = PARTS.get(str(arguments["what"]), arguments["what"])
    if "key" in arguments and place is not None:
        arguments["key"] = place(*str(arguments["key"]).split(", ")[1:])
    if isinstance(arguments.get("value"), str) and problem.code is not Code.CONFLICT:
        arguments["value"] = _quoted(arguments["value"])
    return str(text) % arguments


def _quoted(value: str) -> str:
    return _("”%(text)s”") % {"text": value if len(value) <= 60 else f"{value[:60]}…"}
