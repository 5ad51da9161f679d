"""The plans' kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "plans.founded": _("Suunnitelma aloitettu"),
        "plans.edited": _("Suunnitelman tietoja muutettu"),
        "plans.removed": _("Suunnitelman luonnos poistettu"),
        "plans.state_changed": _("Suunnitelman tila muuttunut"),
        "plans.amended": _("Suunnitelmasta tehty uusi versio"),
        "plans.imported": _("Suunnitelmaan tuotu rivejä tiedostosta"),
        "plans.copied": _("Suunnitelma kopioitu uudelle kaudelle"),
        "plans.priority_added": _("Kärki lisätty"),
        "plans.priority_edited": _("Kärki muutettu"),
        "plans.priority_removed": _("Kärki poistettu"),
        "plans.priority_moved": _("Kärki siirretty"),
        "plans.goal_added": _("Tavoite lisätty"),
        "plans.goal_edited": _("Tavoite muutettu"),
        "plans.goal_removed": _("Tavoite poistettu"),
        "plans.goal_moved": _("Tavoite siirretty"),
        "plans.action_added": _("Toimenpide lisätty"),
        "plans.action_edited": _("Toimenpide muutettu"),
        "plans.action_removed": _("Toimenpide poistettu"),
        "plans.action_moved": _("Toimenpide siirretty"),
        "plans.indicator_added": _("Seurattava luku lisätty"),
        "plans.indicator_edited": _("Seurattava luku muutettu"),
        "plans.indicator_removed": _("Seurattava luku poistettu"),
        "plans.worry_added": _("Huoli tai ilo lisätty"),
        "plans.worry_edited": _("Huoli tai ilo muutettu"),
        "plans.worry_removed": _("Huoli tai ilo poistettu"),
        "plans.worry_moved": _("Huoli tai ilo siirretty"),
        "plans.left_out_added": _("Pois jätetty luku lisätty"),
        "plans.left_out_edited": _("Pois jätetty luku muutettu"),
        "plans.left_out_removed": _("Pois jätetty luku poistettu"),
        "plans.round_planned": _("Kommenttikierros lisätty"),
        "plans.round_changed": _("Kommenttikierrosta muutettu"),
        "plans.commented": _("Suunnitelmaa kommentoitu"),
        "plans.commented_as_colleague": _("Työkaveri kommentoinut suunnitelmaa"),
        "plans.comment_moderated": _("Kommentti tarkistettu"),
        "duties.recorded": _("Näyttö velvoitteesta kirjattu"),
        "duties.edited": _("Näyttöä velvoitteesta muutettu"),
        "duties.removed": _("Näyttö velvoitteesta poistettu"),
        "plans.review_kept": _("Seurannan luonnos tallennettu"),
        "plans.review_handed_in": _("Seuranta annettu"),
        "plans.status_said": _("Toimenpiteen tila ilmoitettu"),
        "plans.review_asked": _("Seurantaa pyydetty kumppanilta"),
        "plans.review_ask_cancelled": _("Seurantapyyntö peruttu"),
    }
)
