"""What went wrong with a feed or a file of offers, in the reader's language: each sentence says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.file_words import FILE_WORDS
from hytti.sources.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = {
    **FILE_WORDS,
    Code.NO_CONNECTION: gettext_lazy("Osoitteeseen %(address)s ei saatu yhteyttä. Yritetään myöhemmin uudelleen."),
    Code.TIMED_OUT: gettext_lazy("%(address)s ei vastannut ajoissa. Yritetään myöhemmin uudelleen."),
    Code.CUT_OFF: gettext_lazy("Vastaus osoitteesta %(address)s katkesi. Yritetään myöhemmin uudelleen."),
    Code.SERVER_FAILED: gettext_lazy("%(address)s on epäkunnossa (virhe %(status)s). Yritetään myöhemmin uudelleen."),
    Code.TOO_MANY_REQUESTS: gettext_lazy(
        "%(address)s pyytää palaamaan myöhemmin. Pidennä hakuväliä, jos tämä toistuu."
    ),
    Code.REFUSED: gettext_lazy("%(address)s ei anna tietoja (virhe %(status)s). Tarkista osoite ja avain."),
    Code.NOT_THERE: gettext_lazy("Osoitteessa %(address)s ei ole mitään. Tarkista osoite."),
    Code.REDIRECTED: gettext_lazy("%(address)s ohjaa muualle: %(target)s. Vaihda osoite, jos siihen voi luottaa."),
    Code.NOT_AN_ADDRESS: gettext_lazy("%(address)s ei ole verkko-osoite."),
    Code.PRIVATE_ADDRESS: gettext_lazy("%(address)s johtaa sisäverkkoon. Sieltä ei haeta mitään."),
    Code.NO_KEY: gettext_lazy("Rajapinta vaatii avaimen. Ylläpito asettaa sen muuttujaan %(name)s."),
    Code.ANSWER_TOO_LARGE: gettext_lazy("Vastaus osoitteesta %(address)s on liian suuri. Pyydä lähdettä jakamaan se."),
    Code.HTML: gettext_lazy("%(address)s antoi verkkosivun eikä tietoja. Tarkista osoite."),
    Code.NOT_JSON: gettext_lazy("Vastaus osoitteesta %(address)s ei ole kokonaista JSON-tietoa. Muu luettiin."),
    Code.NOT_TEXT: gettext_lazy("Vastaus osoitteesta %(address)s ei ole UTF-8-tekstiä."),
    Code.WRONG_SHAPE: gettext_lazy("Vastaus osoitteesta %(address)s on muuta kuin odotettiin. Tarkista syötteen laji."),
    Code.NO_COLUMN: gettext_lazy("Saraketta %(heading)s ei ole. Lisää se mallin mukaan."),
    Code.EMPTY_CELL: gettext_lazy("Solu on tyhjä, vaikka %(what)s tarvitaan."),
    Code.NOT_A_NUMBER: gettext_lazy("%(value)s ei ole luku."),
    Code.NOT_A_DATE: gettext_lazy("%(value)s ei ole päivä. Kirjoita päivä muodossa 31.3.2026."),
    Code.NOT_A_TIME: gettext_lazy("%(value)s ei ole kellonaika. Kirjoita se muodossa 17.30."),
    Code.NOT_A_CHOICE: gettext_lazy("%(value)s ei käy. Vaihtoehdot: %(choices)s."),
    Code.NOT_AN_AGE: gettext_lazy("%(value)s ei ole ikä vuosina."),
    Code.NOT_AN_ITEM: gettext_lazy("Kohta %(place)s ei ole tarjontaa, jonka voisi lukea."),
    Code.NO_ID: gettext_lazy("Tunnus puuttuu."),
    Code.NO_NAME: gettext_lazy("Nimi puuttuu."),
    Code.NO_PROVIDER: gettext_lazy("Tarjoaja puuttuu. Nimeä se, tai valitse syötteelle tarjoaja."),
    Code.DUPLICATE_ID: gettext_lazy("Tunnus %(id)s on kahdesti. Ensimmäinen jää."),
    Code.TOO_LONG: gettext_lazy("Tekstissä on %(length)s merkkiä, ja tilaa on %(limit)s merkille. Lyhennä sitä."),
    Code.OUTSIDE_FINLAND: gettext_lazy("Koordinaatit %(latitude)s, %(longitude)s eivät ole Suomessa. Ne jäivät pois."),
    Code.ENDS_BEFORE_START: gettext_lazy("Loppu %(end)s on ennen alkua %(start)s."),
    Code.NOT_A_RULE: gettext_lazy("%(value)s ei ole toistuvuus, jonka voisi lukea."),
    Code.TOO_OFTEN: gettext_lazy("%(value)s toistuu useammin kuin päivittäin."),
    Code.ENDLESS: gettext_lazy("%(value)s toistuu ilman loppua. Kerro viimeinen päivä."),
    Code.UNKNOWN_MUNICIPALITY: gettext_lazy("%(value)s ei ole kunta. Kirjoita kunnan nimi tai koodi."),
    Code.NOT_WEB: gettext_lazy("%(value)s ei ole verkko-osoite. Sen alussa on https://."),
    Code.PERSONAL_EMAIL: gettext_lazy("Sähköpostiosoite näyttää henkilön omalta. Anna organisaation osoite."),
    Code.NOTHING_OFFERED: gettext_lazy("Syötteessä ei ollut mitään. Ennen haettu tarjonta jäi ennalleen."),
    Code.MANY_GONE: gettext_lazy(
        "Syötteestä puuttuu %(gone)s tarjontaa %(known)s:sta. Ne jäivät ennalleen. Jos ne ovat todella poistuneet, "
        "hae syöte ja hyväksy poistuneet."
    ),
    Code.NOT_WHOLE: gettext_lazy("Syötettä ei luettu kokonaan. Lukematta jäänyt on ennallaan."),
}


def words_of(kept: Mapping[str, Any]) -> str:
    """A problem that was kept of a run, in a sentence; the English one where nobody has written another."""
    code = Code(kept["code"])  # type: ignore[call-arg]  # by its value
    text = WORDS.get(code)
    return str(text) % kept["arguments"] if text is not None else code.text.format(**kept["arguments"])


def place_of(kept: Mapping[str, Any]) -> str:
    """Where it was: the row and the column of a table, or the source's own identifier."""
    parts = [_("rivi %(row)s") % {"row": kept["row"]}] if kept.get("row") else [kept.get("where") or ""]
    return ", ".join(filter(None, (*parts, kept.get("column") if kept.get("row") else "")))
