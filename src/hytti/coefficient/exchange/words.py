"""What is odd in a table, in the reader's language: each sentence says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.file_words import FILE_WORDS

from .findings import Code

if TYPE_CHECKING:
    from .findings import Finding

WORDS = {
    Code.UNKNOWN_YEAR: gettext_lazy(
        "Rahoitusvuodelle %(year)s ei ole laskusääntöjä. Säännöt ovat vuosille %(known)s. Tarkista vuosi."
    ),
    Code.NO_TABLE: gettext_lazy(
        "%(name)s: yhdelläkään välilehdellä ei ole mallipohjan sarakkeita. Lataa mallipohja ja siirrä luvut siihen."
    ),
    Code.TOO_MANY_ROWS: gettext_lazy(
        "Taulukossa on yli %(limit)s riviä, eikä loppua luettu. Jätä jokaiselle alueelle yksi rivi."
    ),
    Code.NO_FIGURES: gettext_lazy("Taulukossa ei ole lukuja. Täytä mallipohja ja lataa se uudelleen."),
    Code.SHEET_NOT_READ: gettext_lazy("Välilehteä %(name)s ei luettu. Luvut luetaan vain yhdeltä välilehdeltä."),
    Code.UNKNOWN_COLUMN: gettext_lazy("Saraketta %(heading)s ei tunneta, eikä sitä luettu."),
    Code.NEAR_COLUMN: gettext_lazy("Saraketta %(heading)s ei tunneta. Tarkoititko %(near)s? Korjaa otsikko."),
    Code.NO_YEAR: gettext_lazy(
        "Otsikossa %(heading)s ei ole vuotta. Kirjoita siihen %(latest)s tai %(before)s sen mukaan, kumman luvut ovat."
    ),
    Code.OTHER_YEAR: gettext_lazy(
        "Vuosi %(year)s ei kuulu laskuun: rahoitusvuosi %(funding)s lasketaan vuosien %(latest)s ja %(before)s "
        "luvuista. Tarkista vuosi ja luvut."
    ),
    Code.SAME_MEANING: gettext_lazy("%(heading)s ja %(other)s ovat sama sarake. Poista toinen."),
    Code.NO_COLUMN: gettext_lazy("Saraketta %(heading)s ei ole. Lasketaan ilman sitä."),
    Code.LOOKS_LIKE_SHARE: gettext_lazy(
        "Kaikki sarakkeen %(heading)s luvut näyttävät osuuksilta (esimerkiksi 0,97), mutta niiden pitäisi olla "
        "prosentteja (97). Valitse, tulkitaanko ne prosenteiksi."
    ),
    Code.NO_AREA: gettext_lazy("Riviltä puuttuu alue. Kirjoita alueen nimi tai koodi, tai poista rivi."),
    Code.UNKNOWN_AREA: gettext_lazy("%(value)s ei ole tunnettu alue. Kirjoita alueen nimi tai koodi."),
    Code.NEAR_AREA: gettext_lazy("%(value)s ei ole tunnettu alue. Tarkoititko %(near)s? Korjaa nimi."),
    Code.OTHER_AREA: gettext_lazy("Koodin mukaan alue on %(area)s, nimen mukaan %(other)s. Korjaa toinen."),
    Code.AREA_TWICE: gettext_lazy("%(area)s on jo rivillä %(first)s. Poista toinen rivi."),
    Code.ALAND: gettext_lazy(
        "%(area)s ei ole mukana laskussa, koska Ahvenanmaalla on oma lakinsa. Rivi jätettiin pois."
    ),
    Code.WHOLE_COUNTRY: gettext_lazy("Koko maan riviä ei tarvita, sillä se lasketaan alueista. Rivi jätettiin pois."),
    Code.MISSING_AREA: gettext_lazy("%(area)s puuttuu. Lasketaan ilman sitä se, mikä voidaan."),
    Code.MISSING_AREAS: gettext_lazy("Alueista puuttuu %(number)s. Lasketaan ilman niitä se, mikä voidaan."),
    Code.NOT_A_NUMBER: gettext_lazy("%(value)s ei ole luku. Kirjoita luku, tai jätä solu tyhjäksi, jos lukua ei ole."),
    Code.NEGATIVE: gettext_lazy("%(value)s on negatiivinen. Luvun pitää olla nolla tai enemmän."),
    Code.NOT_WHOLE: gettext_lazy("%(value)s ei ole kokonaisluku. Kirjoita lukumäärä."),
    Code.OVER_CEILING: gettext_lazy("%(value)s on yli 100 prosenttia. Korjaa luku."),
    Code.SMALL_BESIDE_OTHERS: gettext_lazy(
        "%(value)s on paljon pienempi kuin muiden alueiden luvut. Tarkista, että se on prosentti (97) eikä osuus "
        "(0,97)."
    ),
    Code.NOT_YES_OR_NO: gettext_lazy("%(value)s ei ole vastaus. Kirjoita kyllä tai ei, tai jätä solu tyhjäksi."),
    Code.ZERO_BEFORE: gettext_lazy(
        "Edellinen luku on nolla, joten suhteellista muutosta ei voi laskea. Korjaa luku tai jätä solu tyhjäksi."
    ),
    Code.NO_RESIDENTS: gettext_lazy("Asukasluku puuttuu, ja eurot lasketaan siitä. Kirjoita asukasluku."),
    Code.REFUSED: gettext_lazy("Lasku ei ota tätä vastaan (%(what)s). Korjaa rivi."),
}


def words_of(finding: Finding) -> str:
    """The finding in a sentence; the English one where nobody has written another."""
    text = WORDS.get(finding.code) if isinstance(finding.code, Code) else FILE_WORDS.get(finding.code)
    if text is None:
        return finding.text
    return str(text) % {name: _shown(name, value) for name, value in finding.arguments.items()}


def place_of(finding: Finding) -> str:
    """Where it is: the sheet, the row and the column, those that are known."""
    row = _("rivi %(number)s") % {"number": finding.row} if finding.row is not None else ""
    column = _("sarake %(heading)s") % {"heading": finding.column} if finding.column else ""
    sheet = _("välilehti %(name)s") % {"name": finding.sheet} if finding.sheet else ""
    return ", ".join(part for part in (sheet, row, column) if part)


def _shown(name: str, value: Any) -> Any:
    if name != "value" or not isinstance(value, str):
        return value
    return _("”%(text)s”") % {"text": value if len(value) <= 60 else f"{value[:60]}…"}
