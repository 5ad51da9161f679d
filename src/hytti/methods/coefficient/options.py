"""Every point on which the decrees are silent: its choices, the one Hytti takes, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .rules import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Rules

Value = str | bool | int | None


class Choice(NamedTuple):
    value: Value
    words: Localised


class Option(NamedTuple):
    """A silent point. default is the value of the first choice, which Hytti takes; `why` says so in a sentence."""

    key: str
    name: Localised
    choices: tuple[Choice, ...]
    why: Localised

    @property
    def default(self) -> Value:
        return self.choices[0].value


@dataclass(frozen=True)
class Options:
    """One choice for every silent point; what each means stands in OPTIONS. Raises ValueError on an unknown choice."""

    national_mean: Literal["weighted", "plain", "country"] = "weighted"
    target_areas_in_scaling: bool = True
    scaling: Literal["per_indicator", "pooled"] = "per_indicator"
    mpr_limit: Literal["above", "at_least"] = "above"
    target_rounding: Literal["published"] | None = None
    round_K: Literal[0, 1] | None = None
    round_k: Literal[2, 3, 4] | None = None
    forms_correction: Literal["before", "after"] = "before"
    tie: Literal["half", "zero", "full"] = "half"
    halves: Literal["means", "weights"] = "means"
    absent: Literal["left_out", "lowest"] = "left_out"

    def __post_init__(self) -> None:
        for option in OPTIONS:
            value = getattr(self, option.key)
            if not any(choice.value is value or choice.value == value for choice in option.choices):
                known = ", ".join(repr(choice.value) for choice in option.choices)
                raise ValueError(f"{option.key} is one of {known}, not {value!r}.")

    def differing(self, rules: Rules) -> Iterator[tuple[str, Value, Options]]:
        """Every set of options that differs from these in one choice: option, value, and the set."""
        for option in options_of(rules):
            for choice in option.choices:
                if choice.value != getattr(self, option.key):
                    change: dict[str, Any] = {option.key: choice.value}
                    yield option.key, choice.value, replace(self, **change)


def options_of(rules: Rules) -> tuple[Option, ...]:
    """The silent points that matter under these rules; none where the money is divided by residents alone."""
    if not rules.applies:
        return ()
    without = set()
    if rules.national_mean:
        without.add("national_mean")
    if not any(rule.corrected_by_forms for rule in rules.indicators):
        without.add("forms_correction")
    if not any(rule.target_kind == "at_least" for rule in rules.indicators):
        without.add("mpr_limit")
    if not any(rule.target_kind for rule in rules.indicators):
        without |= {"target_areas_in_scaling", "target_rounding"}
    return tuple(option for option in OPTIONS if option.key not in without)


def _option(
    key: str, name: tuple[str, str, str], why: tuple[str, str, str], *choices: tuple[Value, str, str, str]
) -> Option:
    made = tuple(Choice(value, Localised(*words)) for value, *words in choices)
    return Option(key, Localised(*name), made, Localised(*why))


OPTIONS = (
    _option(
        "national_mean",
        ("Koko maan keskiarvo", "Medelvärdet för hela landet", "Mean of the whole country"),
        (
            (
                "Hyvinvointialueiden asetus ei sano, painotetaanko keskiarvo. Vain asukasmäärällä painotettu keskiarvo "
                "jakaa täsmälleen koko rahan, ja kuntien asetus painottaa asukasmäärällä."
            ),
            (
                "Förordningen om välfärdsområdena säger inte om medelvärdet vägs. Endast ett medelvärde vägt med "
                "invånarantalet fördelar exakt hela summan, och kommunernas förordning väger med invånarantalet."
            ),
            (
                "The counties' decree does not say whether the mean is weighted. Only a mean weighted by residents "
                "divides exactly the whole sum, and the municipalities' decree weights by residents."
            ),
        ),
        ("weighted", "asukasmäärällä painotettu", "vägt med invånarantalet", "weighted by residents"),
        ("plain", "alueiden tavallinen keskiarvo", "områdenas vanliga medelvärde", "plain mean of the areas"),
        (
            "country",
            "laskettu koko maan omista luvuista",
            "räknat av landets egna siffror",
            "computed from the country's own figures",
        ),
    ),
    _option(
        "target_areas_in_scaling",
        ("Tavoitteessa olevat skaalauksessa", "Områden vid målet i skalningen", "Areas at target in the scaling"),
        (
            "Asetus sanoo, että kaikki muutokset skaalataan; tavoitteessa olevia ei rajata pois.",
            "Förordningen säger att alla förändringar skalas; områden vid målet utesluts inte.",
            "The decree says that all changes are scaled; areas at target are not excluded.",
        ),
        (True, "ovat mukana", "är med", "take part"),
        (False, "jätetään pois", "lämnas bort", "are left out"),
    ),
    _option(
        "scaling",
        ("Muutosten skaalaus", "Skalning av förändringarna", "Scaling of the changes"),
        (
            (
                "Asetus ei sano, skaalataanko jokainen indikaattori erikseen. Erikseen skaalattuna jokainen "
                "indikaattori voi antaa 0–100 pistettä, kuten toimintaa kuvaavat."
            ),
            (
                "Förordningen säger inte om varje indikator skalas för sig. Skalade var för sig kan varje indikator ge "
                "0–100 poäng, liksom indikatorerna på verksamhet."
            ),
            (
                "The decree does not say whether each indicator is scaled by itself. Scaled apart, each can give 0–100 "
                "points, as those of the activity do."
            ),
        ),
        ("per_indicator", "jokainen indikaattori erikseen", "varje indikator för sig", "each indicator by itself"),
        ("pooled", "kaikki tulosindikaattorit yhdessä", "alla resultatindikatorer tillsammans", "all results together"),
    ),
    _option(
        "mpr_limit",
        ("Rokotuskattavuuden tavoite", "Målet för vaccinationstäckning", "Target of vaccination coverage"),
        (
            (
                "Laskentasääntö (3 a §) antaa 100 pistettä tavoitearvon ylittävälle alueelle, vaikka 3 §:n taulukossa "
                "lukee vähintään 97 prosenttia. Laskentasääntö ratkaisee laskennan."
            ),
            (
                "Räkneregeln (3 a §) ger 100 poäng till ett område som överskrider målvärdet, fast tabellen i 3 § "
                "säger minst 97 procent. Räkneregeln avgör räkningen."
            ),
            (
                "The rule of calculation (3 a §) gives 100 points to an area exceeding the target, though the table of "
                "3 § says at least 97 per cent. The rule of calculation decides."
            ),
        ),
        ("above", "yli 97 %", "över 97 %", "above 97%"),
        ("at_least", "vähintään 97 %", "minst 97 %", "at least 97%"),
    ),
    _option(
        "target_rounding",
        ("Pyöristys tavoitteeseen verrattaessa", "Avrundning vid jämförelse med målet", "Rounding before the target"),
        (
            "Asetus ei puhu pyöristämisestä; lukua verrataan sellaisena kuin se on annettu.",
            "Förordningen nämner ingen avrundning; siffran jämförs som den är given.",
            "The decree does not speak of rounding; the figure is compared as it is given.",
        ),
        (None, "ei pyöristetä", "avrundas inte", "not rounded"),
        (
            "published",
            "pyöristetään julkaistuun tarkkuuteen",
            "till publicerad noggrannhet",
            "to the published decimals",
        ),
    ),
    _option(
        "round_K",
        ("Pisteluvun K pyöristys", "Avrundning av poäng K", "Rounding of K"),
        (
            "Asetus ei pyöristä. Lehdistö ja THL kertovat K:n kokonaislukuna.",
            "Förordningen avrundar inte. Pressen och THL anger K som heltal.",
            "The decree does not round. The press and THL give K as an integer.",
        ),
        (None, "ei pyöristetä", "avrundas inte", "not rounded"),
        (0, "kokonaisluvuksi", "till heltal", "to an integer"),
        (1, "yhteen desimaaliin", "till en decimal", "to one decimal"),
    ),
    _option(
        "round_k",
        ("Kertoimen k pyöristys", "Avrundning av koefficienten k", "Rounding of k"),
        (
            "Asetus ei pyöristä, ja pyöristämätön kerroin jakaa täsmälleen koko rahan.",
            "Förordningen avrundar inte, och en oavrundad koefficient fördelar exakt hela summan.",
            "The decree does not round, and a coefficient not rounded divides exactly the whole sum.",
        ),
        (None, "ei pyöristetä", "avrundas inte", "not rounded"),
        (2, "kahteen desimaaliin", "till två decimaler", "to two decimals"),
        (3, "kolmeen desimaaliin", "till tre decimaler", "to three decimals"),
        (4, "neljään desimaaliin", "till fyra decimaler", "to four decimals"),
    ),
    _option(
        "forms_correction",
        ("AUDIT-korjauksen järjestys", "När AUDIT-korrigeringen görs", "Order of the AUDIT correction"),
        (
            "Asetus puhuu tuloksen korjaamisesta; luettu niin, että korjataan tulosta ennen skaalausta pisteiksi.",
            "Förordningen talar om att resultatet korrigeras; läst så att resultatet korrigeras före skalningen.",
            "The decree speaks of correcting the result; read as correcting it before it is scaled into points.",
        ),
        ("before", "ennen skaalausta", "före skalningen", "before scaling"),
        ("after", "skaalauksen jälkeen", "efter skalningen", "after scaling"),
    ),
    _option(
        "tie",
        ("Kaikilla sama luku", "Alla har samma siffra", "All areas alike"),
        (
            "Kun kaikilla on sama luku, vaihteluväliä ei ole. Puolet pisteistä ei nosta eikä laske ketään.",
            "När alla har samma siffra finns inget variationsintervall. Hälften av poängen gynnar ingen.",
            "Where all have the same figure there is no range. Half of the points raises and lowers nobody.",
        ),
        ("half", "50 pistettä", "50 poäng", "50 points"),
        ("zero", "0 pistettä", "0 poäng", "0 points"),
        ("full", "100 pistettä", "100 poäng", "100 points"),
    ),
    _option(
        "halves",
        ("Puoliskojen keskiarvo", "Medelvärdet av halvorna", "Mean of a half"),
        (
            (
                "Laskentasääntö ottaa keskiarvojen keskiarvon. Painetut painot antavat lähes saman, mutta kuntien "
                "vuoden 2026 painot eivät enää jakaudu puoliksi."
            ),
            (
                "Räkneregeln tar medelvärdet av medelvärdena. De tryckta vikterna ger nästan detsamma, men kommunernas "
                "vikter för 2026 delar sig inte längre i två lika delar."
            ),
            (
                "The rule of calculation takes the mean of the means. The printed weights give nearly the same, but "
                "the municipalities' weights of 2026 no longer split in halves."
            ),
        ),
        ("means", "keskiarvojen keskiarvo", "medelvärdet av medelvärdena", "mean of the means"),
        ("weights", "asetuksen painetut painot", "förordningens tryckta vikter", "the decree's printed weights"),
    ),
    _option(
        "absent",
        ("Taulukosta puuttuva indikaattori", "Indikator som saknas i tabellen", "Indicator absent from the table"),
        (
            (
                "Kun indikaattoria ei ole taulukossa kenelläkään, tieto puuttuu Hytiltä, ei alueilta. Lain alin arvo "
                "koskee aluetta, jonka tietoa ei ole lainkaan saatavilla."
            ),
            (
                "När ingen har indikatorn i tabellen saknas uppgiften i Hytti, inte hos områdena. Lagens lägsta värde "
                "gäller ett område vars uppgift inte alls finns att få."
            ),
            (
                "Where nobody has the indicator in the table, Hytti lacks the datum, not the areas. The law's lowest "
                "value is for an area whose datum cannot be had at all."
            ),
        ),
        ("left_out", "jätetään pois keskiarvosta", "lämnas bort ur medelvärdet", "left out of the mean"),
        ("lowest", "kaikille 0 pistettä", "0 poäng till alla", "0 points for all"),
    ),
)
OPTION_KEYS = tuple(field.name for field in fields(Options))
