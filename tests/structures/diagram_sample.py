"""A small stand-in for the register: what the region's diagram refers to, with the names on the region's own slide."""

from pathlib import Path

import yaml

from hytti.structures.diagram import Box, DiagramSpec, Labels, Relation
from hytti.structures.diagram_schema import build, parse

PACK = Path(__file__).parents[2] / "regions" / "paijat-hame" / "diagram.yaml"

LABELS = Labels(
    title="Hyvinvoinnin ja terveyden edistämisen ja yhdyspintatyön rakenne",
    desc="Kolme saraketta: kunnat, yhdyspinnat ja hyvinvointialue.",
    documents="Ohjaavat asiakirjat",
    documents_note="Kuuden asiakirjan kausi on päättynyt.",
    legend="Näin kaaviota luetaan",
    legend_decides="tekee päätöksen tai esityksen",
    legend_chain="valitun toimielimen ketju",
    legend_cooperates="yhteistyö",
    legend_note="Jokainen ruutu on linkki. Ruudun valinta näyttää ensin sen naapurit: kuka asettaa, kuka "
    "valmistelee ja mitkä verkostot kuuluvat siihen.",
)

NAMES = {
    "aluevaltuusto": "Aluevaltuusto",
    "aluehallitus": "Aluehallitus",
    "hyvinvoinnin-ja-terveyden-edistamisen-lautakunta": "Hyvinvoinnin ja terveyden edistämisen lautakunta",
    "jarjestoneuvottelukunta": "Järjestöneuvottelukunta",
    "yhdyspintaneuvottelukunta": "Yhdyspintaneuvottelukunta",
    "hyte-ja-yhdyspintatyon-yksikko": "Hyte- ja yhdyspintatyön yksikkö",
    "hyvinvointikoordinaattoreiden-verkosto": "Hyvinvointikoordinaattoreiden verkosto",
    "monialainen-hyte-ryhma": "Monialainen hyte-ryhmä",
    "terveysliikunta": "Terveysliikunta",
    "kulttuurihyvinvointi": "Kulttuurihyvinvointi",
    "kehittamis-osallisuus-ja-turvallisuusyhteistyo": "Kehittämis-, osallisuus- ja turvallisuusyhteistyö, "
    "työsuojelutoimikunta",
    "organisation:paijat-hameen-liitto": "Päijät-Hämeen liitto",
}
TASKS = (
    "Alueellinen hyvinvoinnin ja terveyden edistäminen",
    "Hyvinvointiraportointi",
    "Päätösten ennakkovaikutusten arviointi",
    "Toimialojen hyte-työn tuki",
    "Ehkäisevä työ",
    "Järjestöyhteistyö",
    "Yhdyspintayhteistyö",
)
MUNICIPALITIES = (
    "Asikkala", "Hartola", "Heinola", "Hollola", "Iitti", "Kärkölä", "Lahti", "Orimattila", "Padasjoki", "Sysmä",
)  # fmt: skip
PRIORITIES = {
    "Varautuminen ja turvallisuus": 3,
    "Joukko- ja palveluliikenne": 1,
    "Osallisuus": 11,
    "Asuminen ja elinympäristö": 3,
    "Työllisyys ja työkyky": 11,
    "Toimeentulo": 1,
    "Sivistyspalvelut": 11,
    "Harrastaminen": 2,
    "Oppilashuolto ja lapsiperhepalvelut": 10,
    "Ikääntyminen": 3,
    "Kotoutuminen": 10,
    "Hyvinvoinnin ja terveyden edistäminen": 15,
}
DOCUMENTS = {
    "Alueellinen hyvinvointikertomus ja -suunnitelma": "2021–2025",
    "Lasten ja nuorten hyvinvointisuunnitelma": "2022–2025",
    "Suunnitelma ikääntyneiden toimintakyvyn tukemiseksi": "2021–2025",
    "Ehkäisevän työn toimintasuunnitelma": "2021–2025",
    "Maahanmuutto-ohjelma": "2021–2025",
    "Ravitsemusterveyden edistämisen suunnitelma": "2021–2025",
    "Liikkumisohjelma": "",
    "Hyvinvointialuestrategia": "",
    "Palvelustrategia": "",
}
HYTE = "hyvinvoinnin-ja-terveyden-edistamisen-lautakunta"
REGISTER = (
    Relation("aluevaltuusto", "aluehallitus", "asettaa", "decides"),
    Relation("aluevaltuusto", HYTE, "asettaa", "decides"),
    Relation("aluehallitus", "jarjestoneuvottelukunta", "asettaa", "decides"),
    Relation("aluehallitus", "yhdyspintaneuvottelukunta", "asettaa", "decides"),
    Relation(HYTE, "aluehallitus", "esittää", "proposes", about="jarjestoneuvottelukunta"),
)


def resolve(reference: str) -> Box:
    return Box(reference, NAMES.get(reference, reference), f"/fi/rakenteet/{reference}/", items=TASKS)


def expand(name: str) -> list[Box]:
    if name == "municipalities":
        return [Box(f"area:{one}", one, f"/fi/alueet/{one.lower()}/") for one in MUNICIPALITIES]
    if name == "priorities":
        return [Box(f"theme:{one}", one, "/fi/teemat/", note=str(count)) for one, count in PRIORITIES.items()]
    if name == "networks":
        return [Box(f"network-{at}", "Verkosto", "/fi/verkostot/") for at in range(87)]
    return [Box(f"document:{one}", one, "/fi/asiakirjat/", note=period) for one, period in DOCUMENTS.items()]


def sample(*, compact: bool = False, lang: str = "fi", selected: str | None = None) -> DiagramSpec:
    """The Päijät-Häme picture, drawn from its own pack file."""
    file = parse(yaml.safe_load(PACK.read_text(encoding="utf-8")))
    return build(file, resolve, expand, REGISTER, labels=LABELS, lang=lang, compact=compact, selected=selected)
