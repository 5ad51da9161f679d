"""What is wrong with a file of figures as a file, in the reader's language: each sentence says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hytti.sources.problems import Code

FILE_WORDS = {
    Code.EMPTY: gettext_lazy("%(name)s on tyhjä. Tallenna taulukko uudelleen ja tarkista, että siinä on rivejä."),
    Code.NO_DATA: gettext_lazy("%(name)s: sarakkeiden nimet ovat paikallaan, mutta lukuja ei ole. Lisää rivit."),
    Code.FILE_TOO_LARGE: gettext_lazy("%(name)s on liian suuri. Poista ylimääräiset välilehdet, rivit ja kuvat."),
    Code.UTF_16: gettext_lazy("%(name)s on merkistössä, jota ei voi lukea. Tallenna se muotoon CSV UTF-8 tai XLSX."),
    Code.ENCODING: gettext_lazy("%(name)s on merkistössä, jota ei voi lukea. Tallenna se muotoon CSV UTF-8 tai XLSX."),
    Code.QUOTES: gettext_lazy("%(name)s: jokin lainausmerkki on jäänyt auki. Korjaa se tai tallenna muotoon XLSX."),
    Code.UNREADABLE: gettext_lazy("%(name)s ei avaudu taulukkona. Tallenna se uudelleen muotoon XLSX, ODS tai CSV."),
    Code.LOCKED: gettext_lazy("%(name)s on vanhaa muotoa tai lukittu. Tallenna se muotoon XLSX ilman salasanaa."),
    Code.SAME_COLUMN: gettext_lazy("%(name)s: kahden sarakkeen nimi on %(heading)s. Nimeä toinen uudelleen."),
    Code.UNEVEN: gettext_lazy("Rivillä on %(cells)s solua, otsikkorivillä %(columns)s. Korjaa rivi."),
    Code.IDENTITY_CODE: gettext_lazy(
        "%(name)s näyttää sisältävän henkilötunnuksen. Tiedostoa ei otettu vastaan eikä siitä tallennettu mitään. "
        "Poista henkilötunnukset kaikilta välilehdiltä ja huomautuksista."
    ),
    Code.ERROR_CELL: gettext_lazy("Solussa %(cell)s on virhe %(value)s. Korjaa kaava."),
    Code.FORMULA_WITHOUT_RESULT: gettext_lazy("Solun %(cell)s kaavalla ei ole tulosta. Avaa tiedosto ja tallenna se."),
}
