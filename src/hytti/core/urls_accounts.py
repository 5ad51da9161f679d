"""Addresses of one's own account, sign-in and administration."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import pgettext_lazy

from .views import accounts, administration
from .views.guard import real_accounts_only as real

password = [
    path("", real(account.password_change), name="account_change_password"),
    path(pgettext_lazy("osoite", "aseta/"), real(account.password_set), name="account_set_password"),
    path(pgettext_lazy("osoite", "unohtunut/"), account.password_reset, name="account_reset_password"),
    path(pgettext_lazy("osoite", "linkki-lahetetty/"), account.password_reset_done, name="account_reset_password_done"),
    path(
        pgettext_lazy("osoite", "vaihdettu/"),
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        pgettext_lazy("osoite", "uusi/"),
        include(
            [
                re_path(
                    r"^(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
                    account.password_reset_from_key,
                    name="account_reset_password_from_key",
                )
            ]
        ),
    ),
]

codes = [
    path(pgettext_lazy("osoite", "koodisovellus/kayttoon/"), real(totp.activate_totp), name="mfa_activate_totp"),
    path(pgettext_lazy("osoite", "koodisovellus/pois/"), real(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(pgettext_lazy("osoite", "varakoodit/"), real(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        pgettext_lazy("osoite", "varakoodit/uudet/"),
        real(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        pgettext_lazy("osoite", "varakoodit/lataa/"),
        real(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

keys = [
    path("", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(pgettext_lazy("osoite", "lisaa/"), real(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(pgettext_lazy("osoite", "kirjaudu/"), passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(pgettext_lazy("osoite", "<int:pk>/nimi/"), real(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(pgettext_lazy("osoite", "<int:pk>/poista/"), real(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]

confirm = [
    path("", account.reauthenticate, name="account_reauthenticate"),
    path(pgettext_lazy("osoite", "koodilla/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(pgettext_lazy("osoite", "avaimella/"), passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

# The sign-in library asks for these by name; here an administrator makes accounts and changes addresses.
closed = [
    path(pgettext_lazy("osoite", "uusi-tunnus/"), accounts.closed, name="account_signup"),
    path(pgettext_lazy("osoite", "sahkoposti/"), accounts.closed, name="account_email"),
    path(pgettext_lazy("osoite", "sahkoposti/vahvista/"), accounts.closed, name="account_email_verification_sent"),
    path(pgettext_lazy("osoite", "kirjaudu/sahkopostikoodi/"), accounts.closed, name="account_confirm_login_code"),
    path(pgettext_lazy("osoite", "kertakirjautuminen/"), accounts.closed, name="socialaccount_connections"),
    path(pgettext_lazy("osoite", "kertakirjautuminen/uusi-tunnus/"), accounts.closed, name="socialaccount_signup"),
]

own = [
    path("", accounts.home, name="account_home"),
    path(pgettext_lazy("osoite", "nimi/"), accounts.rename, name="account_rename"),
    path(pgettext_lazy("osoite", "kirjaudu/"), account.login, name="account_login"),
    path(pgettext_lazy("osoite", "kirjaudu/koodi/"), mfa.authenticate, name="mfa_authenticate"),
    path(pgettext_lazy("osoite", "kirjaudu-ulos/"), account.logout, name="account_logout"),
    path(pgettext_lazy("osoite", "suljettu/"), account.account_inactive, name="account_inactive"),
    path(pgettext_lazy("osoite", "varmista/"), include(confirm)),
    path(pgettext_lazy("osoite", "salasana/"), include(password)),
    path(pgettext_lazy("osoite", "kaksivaiheinen/"), mfa.index, name="mfa_index"),
    path(pgettext_lazy("osoite", "kaksivaiheinen/"), include(codes)),
    path(pgettext_lazy("osoite", "avaimet/"), include(keys)),
    path(
        pgettext_lazy("osoite", "kertakirjautuminen/peruttu/"),
        social.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path(pgettext_lazy("osoite", "kertakirjautuminen/virhe/"), social.login_error, name="socialaccount_login_error"),
    *closed,
]

users = [
    path("", administration.users, name="users"),
    path(pgettext_lazy("osoite", "uusi/"), administration.add_user, name="user_add"),
    path("<int:pk>/", administration.user, name="user"),
    path(pgettext_lazy("osoite", "<int:pk>/nimi/"), administration.rename, name="user_rename"),
    path(pgettext_lazy("osoite", "<int:pk>/salasanalinkki/"), administration.invite, name="user_invite"),
    path(pgettext_lazy("osoite", "<int:pk>/pois-kaytosta/"), administration.deactivate, name="user_deactivate"),
    path(pgettext_lazy("osoite", "<int:pk>/kayttoon/"), administration.reactivate, name="user_reactivate"),
    path(pgettext_lazy("osoite", "<int:pk>/poista/"), administration.delete, name="user_delete"),
    path(pgettext_lazy("osoite", "<int:pk>/valtuus/"), administration.give_grant, name="grant_give"),
    path(pgettext_lazy("osoite", "valtuus/<int:pk>/paata/"), administration.end_grant, name="grant_end"),
]

administration_pages: list[URLPattern | URLResolver] = [
    path("", administration.home, name="administration"),
    path(pgettext_lazy("osoite", "kayttajat/"), include(users)),
    path(pgettext_lazy("osoite", "roolit/"), administration.roles, name="roles"),
    path(pgettext_lazy("osoite", "tapahtumat/"), administration.events, name="events"),
    path(pgettext_lazy("osoite", "alue/"), administration.region, name="region_facts"),
]

urlpatterns = [
    path(pgettext_lazy("osoite", "tili/"), include(own)),
    path(pgettext_lazy("osoite", "hallinta/"), include(administration_pages)),
]
