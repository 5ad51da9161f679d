"""The kinds of audit event of requests and referrals in plain words. No event tells who the resident is."""

from django.utils.translation import gettext_lazy as _

from hytti.core.audit_words import name_verbs

name_verbs(
    {
        "requests.asked": _("Yhteydenottopyyntö tehty"),
        "requests.asked_for_client": _("Yhteydenottopyyntö tehty asiakkaan luvalla"),
        "requests.confirmed": _("Yhteydenottopyyntö vahvistettu"),
        "requests.answered": _("Yhteydenottopyyntöön vastattu"),
        "requests.withdrawn": _("Yhteydenottopyyntö peruttu ja tiedot poistettu"),
        "requests.deleted": _("Yhteydenottopyynnön tiedot poistettu määräpäivänä"),
        "referrals.given": _("Tarjotin annettu asiakkaalle"),
        "requests.counted": _("Pyyntöjen taulukko julkaistu"),
    }
)
