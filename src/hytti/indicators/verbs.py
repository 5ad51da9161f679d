"""The own figures' kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "indicator.added": _("Mittari lisätty"),
        "indicator.edited": _("Mittarin tietoja muutettu"),
        "indicator.published": _("Mittari julkaistu"),
        "indicator.retired": _("Mittari poistettu käytöstä"),
        "dataset.added": _("Aineisto lisätty"),
        "dataset.edited": _("Aineiston tietoja muutettu"),
        "figures.loaded": _("Luvut ladattu tiedostosta"),
        "figures.mapped": _("Sarakkeet valittu"),
        "figures.checked": _("Luvut tarkistettu"),
        "figures.protected": _("Suojaus valittu uudelleen"),
        "figures.proposed": _("Luvut ehdotettu julkaistaviksi"),
        "figures.approved": _("Luvut hyväksytty"),
        "figures.sent_back": _("Luvut palautettu korjattaviksi"),
        "figures.discarded": _("Julkaisematon versio poistettu"),
        "figures.publishing": _("Julkaiseminen aloitettu"),
        "figures.published": _("Luvut julkaistu"),
        "figures.corrected": _("Versio korvattu uudella"),
        "figures.failed": _("Julkisten lukujen kirjoittaminen ei onnistunut"),
        "figures.withdrawing": _("Poistaminen julkisuudesta aloitettu"),
        "figures.withdrawn": _("Luvut poistettu julkisuudesta"),
    }
)
