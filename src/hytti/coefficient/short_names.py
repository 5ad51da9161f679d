"""What the indicators are called where there is little room; the decree's own words stand on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .words import text_of

if TYPE_CHECKING:
    from hytti.methods.coefficient.rules import IndicatorRule

SHORT = {
    "checkups_age_4": _("4-vuotiaiden terveystarkastuksista poisjäävien tuen tarve selvitetty"),
    "checkups_grade_8": _("8.-luokkalaisten terveystarkastuksista poisjäävien tuen tarve selvitetty"),
    "lifestyle_counselling": _("Elintapaneuvonta tyypin 2 diabeteksen riskissä oleville"),
    "mmr": _("MPR-rokotuskattavuus"),
    "brief_intervention": _("Alkoholin mini-interventio"),
    "unemployed_checkups": _("Työttömien terveystarkastukset"),
    "injuries": _("Vammojen ja myrkytysten vuoksi sairaalassa hoidetut"),
    "hip_fractures": _("Lonkkamurtumat 65 vuotta täyttäneillä"),
    "neet": _("Ei työssä eikä koulutuksessa (NEET), 18–24 v"),
    "basic_assistance": _("Perustoimeentulotuki pitkään, 25–64 v"),
    "disability_pension_young": _("Työkyvyttömyyseläke mielenterveyden vuoksi, 18–34 v"),
    "school_inspection": _("Kouluympäristön tarkastus kolmen vuoden välein"),
    "absences": _("Oppilaiden poissaolojen seuranta"),
    "long_breaks": _("Pitkät liikuntavälitunnit"),
    "school_meals": _("Kouluruokailusuosituksen noudattaminen"),
    "ex_ante_assessment": _("Liikunnan viranhaltijat ennakkoarvioinnissa"),
    "sports_clubs": _("Liikuntaseurojen ja yhdistysten yhteiskokous"),
    "activity_reported": _("Lasten liikunta hyvinvointikertomuksessa"),
    "activity_groups": _("Kohdennetut liikkumisryhmät lapsille ja nuorille"),
    "activity_working_group": _("Liikunnan poikkihallinnollinen työryhmä"),
    "audit_committee": _("Tarkastuslautakunnan arvio hyvinvointitavoitteista"),
    "budget_indicators": _("Hyvinvoinnin mittarit talousarviossa"),
    "named_coordinator": _("Nimetty hyvinvointityön koordinaattori"),
    "citizen_panels": _("Asukasraadit ja foorumit suunnittelussa"),
    "council_report": _("Elintapojen vuosiraportti valtuustolle"),
    "culture_threshold": _("Kulttuurin kynnyksen madaltaminen"),
    "poor_health": _("Terveys keskinkertainen tai huono, 8.–9. lk"),
    "overweight": _("Ylipaino, 8.–9. lk"),
    "outside_education": _("Koulutuksen ulkopuolella, 17–24 v"),
    "social_assistance": _("Toimeentulotuki pitkään, 25–64 v"),
    "disability_pension": _("Työkyvyttömyyseläke, 25–64 v"),
    "falls": _("Kaatumisten hoitojaksot, 65 vuotta täyttäneet"),
}


def short_name(rule: IndicatorRule) -> str:
    """The short name in the language of the page, or the decree's own where nobody has shortened it."""
    return str(SHORT.get(rule.key) or text_of(rule.name))
