"""The reports' kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "report.started": _("Raportti aloitettu"),
        "report.part_edited": _("Raportin kohtaa muokattu"),
        "report.completed": _("Raportti valmistunut"),
        "report.removed": _("Raportin luonnos poistettu"),
    }
)
