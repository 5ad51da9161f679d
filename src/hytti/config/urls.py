"""Addresses. Every address is made of words of the page's language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from hytti.api.hsds import FEEDS
from hytti.api.interface import api
from hytti.core.views import errors
from hytti.core.views.pages import choose_language

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", choose_language, name="choose_language"),
    path("api/v1/", api.urls),
    *(path(f"api/hsds/{language}/", feed.urls) for language, feed in FEEDS.items()),
    path("sso/", include("hytti.core.urls_oidc")),
    *i18n_patterns(
        path("", include("hytti.desk.urls_front")),
        path(pgettext_lazy("osoite", "tyopoyta/"), include("hytti.desk.urls")),
        path("", include("hytti.core.urls")),
        path("", include("hytti.structures.urls")),
        path(pgettext_lazy("osoite", "luvut/"), include("hytti.indicators.urls")),
        path(pgettext_lazy("osoite", "kerroin/"), include("hytti.coefficient.urls")),
        path(pgettext_lazy("osoite", "suunnitelmat/"), include("hytti.plans.urls")),
        path(pgettext_lazy("osoite", "tarjotin/"), include("hytti.tray.urls")),
        path(pgettext_lazy("osoite", "raportit/"), include("hytti.reports.urls")),
    ),
]
