"""The plans' kinds of audit event in plain words."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "plans.review_kept": _("Seurannan luonnos tallennettu"),
        "plans.review_handed_in": _("Seuranta annettu"),
        "plans.status_said": _("Toimenpiteen tila ilmoitettu"),
        "plans.review_asked": _("Seurantaa pyydetty kumppanilta"),
        "plans.review_ask_cancelled": _("Seurantapyyntö peruttu"),
    }
)
