"""The few words that a report says of itself, in its own language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core.templatetags.hytti import day as written_day

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    contents: str
    source: str
    notes: str
    back: str
    table: str
    chart: str
    annex: str
    chart_figures: str
    figures_as_table: str
    figures: str
    about: str
    author: str
    date: str
    sources: str
    datasets: str
    dataset: str
    as_of: str
    checksum: str
    content_checksum: str
    unit: str
    row: str
    column: str
    value: str
    remark: str
    shown: str
    empty: str

    def day(self, day: dt.date) -> str:
        with override(self.language):
            return written_day(day)


def words_in(language: str) -> Words:
    """The words in the language of a document: fi, sv or en."""
    with override(language):
        return Words(
            language=language,
            contents=_("Sisällys"),
            source=_("Lähde"),
            notes=_("Huomautukset"),
            back=_("Takaisin tekstiin"),
            table=_("Taulukko"),
            chart=_("Kuvio"),
            annex=_("Liite"),
            chart_figures=_("Kuvioiden luvut"),
            figures_as_table=_("Luvut taulukkona"),
            figures=_("Luvut"),
            about=_("Tietoja asiakirjasta"),
            author=_("Laatija"),
            date=_("Päivä"),
            sources=_("Lähteet"),
            datasets=_("Aineistot"),
            dataset=_("Aineisto"),
            as_of=_("Tiedot"),
            checksum=_("Tarkiste"),
            content_checksum=_("Sisällön tarkiste (SHA-256)"),
            unit=_("Yksikkö"),
            row=_("Rivi"),
            column=_("Sarake"),
            value=_("Arvo"),
            remark=_("Huomautus"),
            shown=_("Näytetään"),
            empty=_("Taulukossa ei ole rivejä."),
        )
