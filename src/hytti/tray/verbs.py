"""The tray's kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "offers.written": _("Tarjontaa lisätty"),
        "offers.edited": _("Tarjonnan tietoja muutettu"),
        "offers.removed": _("Tarjonnan luonnos poistettu"),
        "offers.state_changed": _("Tarjonnan tila muuttunut"),
        "offers.reviewed": _("Tarjonta tarkistettu"),
        "offers.themes_followed": _("Teemat muuttuneet sääntöjen mukaan"),
        "offers.joined": _("Kaksi tarjontaa yhdistetty"),
        "offers.kept_apart": _("Tarjonnat todettu eri tarjonnaksi"),
        "offers.invited": _("Organisaatio kutsuttu kirjoittamaan"),
        "offers.invitation_cancelled": _("Kirjoituskutsu peruttu"),
        "offers.contact_set": _("Yhteydenottojen osoite muutettu"),
        "offers.freshness_told": _("Lukija kertoi ajantasaisuudesta"),
        "offers.missing_told": _("Lukija kertoi puuttuvasta"),
        "offers.freshness_handled": _("Ilmoitus ajantasaisuudesta käsitelty"),
        "offers.missing_handled": _("Ilmoitus puuttuvasta käsitelty"),
        "themes.added": _("Teeman sääntö lisätty"),
        "themes.corrected": _("Teeman sääntöä korjattu"),
        "themes.ended": _("Teeman sääntö päätetty"),
        "feeds.added": _("Syöte lisätty"),
        "feeds.edited": _("Syötettä muutettu"),
        "feeds.fetched": _("Syöte haettu"),
        "feeds.brought": _("Tarjontaa tuotu tiedostosta"),
    }
)
