"""What the files say, in the three languages: a file speaks one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import Words

if TYPE_CHECKING:
    from hytti.methods.coefficient import Rules

FIGURES = Words("Luvut", "Siffror", "Figures")
GUIDE = Words("Ohje", "Anvisning", "Guide")
COLUMN = Words("Sarake", "Kolumn", "Column")
SECTION = Words("Säädös", "Bestämmelse", "Provision")
USE = Words("Käyttö", "Användning", "Use")
NEEDED = Words("tarvitaan laskuun", "behövs i räkningen", "needed in the sum")
NOT_NEEDED = Words("vertailuksi, voi jäädä tyhjäksi", "för jämförelse, får vara tom", "to compare, may be left empty")
AT_LEAST = Words("vähintään", "minst", "at least")
AT_MOST = Words("enintään", "högst", "at most")
YES = Words("kyllä", "ja", "yes")
NO = Words("ei", "nej", "no")
UNITS = {
    "residents": Words("henkilöä", "personer", "persons"),
    "forms": Words("lomaketta", "blanketter", "forms"),
    "births": Words("lasta", "barn", "children"),
    "answer": Words("kyllä tai ei", "ja eller nej", "yes or no"),
}
NOT_NEGATIVE = Words(
    "Kirjoita luku, joka on nolla tai enemmän, tai jätä solu tyhjäksi.",
    "Skriv en siffra som är noll eller större, eller lämna cellen tom.",
    "Write a number that is zero or more, or leave the cell empty.",
)
PERCENT = Words(
    "Kirjoita prosentti välillä 0–100, esimerkiksi 97,3, tai jätä solu tyhjäksi.",
    "Skriv en procent mellan 0 och 100, till exempel 97,3, eller lämna cellen tom.",
    "Write a percentage between 0 and 100, for example 97.3, or leave the cell empty.",
)
WHOLE = Words(
    "Kirjoita kokonaisluku, joka on nolla tai enemmän, tai jätä solu tyhjäksi.",
    "Skriv ett heltal som är noll eller större, eller lämna cellen tom.",
    "Write a whole number that is zero or more, or leave the cell empty.",
)
ANSWER = Words(
    "Valitse luettelosta, tai jätä solu tyhjäksi, jos vastausta ei ole.",
    "Välj ur listan, eller lämna cellen tom om det inte finns något svar.",
    "Choose from the list, or leave the cell empty where there is no answer.",
)
TITLES = {
    "county": Words(
        "Hyvinvointialueiden hyte-kerroin, rahoitusvuosi {year}",
        "Välfärdsområdenas HYTE-koefficient, finansieringsåret {year}",
        "HYTE coefficient of wellbeing services counties, funding year {year}",
    ),
    "municipality": Words(
        "Kuntien hyte-kerroin, rahoitusvuosi {year}",
        "Kommunernas HYTE-koefficient, finansieringsåret {year}",
        "HYTE coefficient of municipalities, funding year {year}",
    ),
}
FROM = {
    "county": Words(
        "Luvut ovat THL:n raportissa Hyvinvointialueiden Hyte-kerroinraportti. Kopioi ne välilehdelle Luvut.",
        "Siffrorna finns i THL:s rapport Hyvinvointialueiden Hyte-kerroinraportti. Kopiera dem till bladet Siffror.",
        "The figures are in THL's report Hyvinvointialueiden Hyte-kerroinraportti. Copy them to the sheet Figures.",
    ),
    "municipality": Words(
        "Luvut ja vastaukset ovat THL:n tiedonkeruissa ja tilastoissa. Kopioi ne välilehdelle Luvut.",
        "Siffrorna och svaren finns i THL:s datainsamlingar och statistik. Kopiera dem till bladet Siffror.",
        "The figures and the answers are in THL's data collections and statistics. Copy them to the sheet Figures.",
    ),
}
YEARS = Words(
    "Rahoitusvuosi {year} lasketaan vuosien {latest} ja {before} luvuista. Vuosi on sarakkeen otsikossa.",
    "Finansieringsåret {year} räknas ur siffrorna för {latest} och {before}. Året står i kolumnens rubrik.",
    "Funding year {year} is computed from the figures of {latest} and {before}. The year is in the heading.",
)
NEWEST = Words(
    "Rahoitusvuosi {year} lasketaan kunkin indikaattorin kahdesta uusimmasta luvusta.",
    "Finansieringsåret {year} räknas ur varje indikators två nyaste siffror.",
    "Funding year {year} is computed from the two newest figures of each indicator.",
)
INSTRUCTIONS = (
    Words(
        "Jokaisella alueella on yksi rivi. Otsikoita ei muuteta; sarakkeiden järjestystä saa vaihtaa.",
        "Varje område har en rad. Rubrikerna ändras inte; kolumnernas ordning får bytas.",
        "Each area has one row. The headings are not changed; the order of the columns may be.",
    ),
    Words(
        "Ahvenanmaa ei ole mukana, koska sillä on oma lakinsa. Koko maan riviä ei tarvita.",
        "Åland är inte med, eftersom landskapet har sin egen lag. En rad för hela landet behövs inte.",
        "Åland is not included, as it has its own law. A row for the whole country is not needed.",
    ),
    Words(
        "Prosentit ovat lukuja välillä 0–100, esimerkiksi 97,3 eikä 0,973.",
        "Procenten är tal mellan 0 och 100, till exempel 97,3 och inte 0,973.",
        "Percentages are numbers between 0 and 100, for example 97.3 and not 0.973.",
    ),
    Words(
        "Jos lukua ei ole, solu jätetään tyhjäksi. Nollaa tai viivaa ei kirjoiteta.",
        "Om det inte finns någon siffra lämnas cellen tom. Noll eller ett streck skrivs inte.",
        "Where there is no figure, the cell is left empty. Zero or a dash is not written.",
    ),
    Words(
        "Vajaankin taulukon voi ladata: palvelu laskee sen, mikä voidaan, ja kertoo, mitä puuttuu.",
        "Även en ofullständig tabell kan läsas in: tjänsten räknar det som går och berättar vad som fattas.",
        "A table that is not full can be loaded too: what can be computed is computed, and what is missing is told.",
    ),
    Words(
        "Tiedostoon ei kirjoiteta henkilötunnuksia tai muita henkilön tietoja. Sellaista tiedostoa ei oteta vastaan.",
        "I filen skrivs inga personbeteckningar eller andra uppgifter om personer. En sådan fil tas inte emot.",
        "No personal identity codes or other details of persons are written in the file. Such a file is not accepted.",
    ),
)


def title(rules: Rules, language: str) -> str:
    return TITLES[rules.level].of(language).format(year=rules.funding_year)


def instructions(rules: Rules, language: str) -> list[str]:
    latest, before = rules.data_years or (0, 0)
    lines = (FROM[rules.level], YEARS if rules.data_years else NEWEST, *INSTRUCTIONS)
    return [line.of(language).format(year=rules.funding_year, latest=latest, before=before) for line in lines]
