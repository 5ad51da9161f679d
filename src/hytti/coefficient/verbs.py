"""The coefficient's kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "coefficient.loaded": _("Kertoimen taulukko ladattu"),
        "coefficient.published": _("Kertoimen taulukko julkaistu"),
        "coefficient.replaced": _("Kertoimen taulukko korvattu uudella"),
        "coefficient.withdrawn": _("Kertoimen taulukko poistettu julkisuudesta"),
        "coefficient.discarded": _("Kertoimen taulukon luonnos poistettu"),
        "coefficient.answered": _("Kunnan vastaus tallennettu"),
        "coefficient.scenario_saved": _("Laskelma tallennettu"),
        "coefficient.scenario_removed": _("Laskelma poistettu"),
    }
)
