"""The structures' kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "body.founded": _("Verkosto perustettu"),
        "body.edited": _("Tietoja muutettu"),
        "body.closed": _("Lakkautettu"),
        "record.confirmed": _("Tiedot vahvistettu"),
        "member.added": _("Jäsen lisätty"),
        "member.edited": _("Jäsenyyttä muutettu"),
        "member.renamed": _("Jäsenen nimeä korjattu"),
        "member.removed": _("Jäsenyys poistettu"),
        "document.added": _("Asiakirja lisätty"),
        "document.edited": _("Asiakirjan tietoja muutettu"),
        "change.undone": _("Muutos kumottu"),
        "pack.loaded": _("Aluepaketti ladattu"),
        "pack.updated": _("Aluepaketti muutti tietoja"),
    }
)
