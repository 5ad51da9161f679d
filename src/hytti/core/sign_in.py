"""Who may sign in, and what the sign-in library may do here."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import audit
from .models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

AUDITED_NOTICES = {
    "account/email/password_changed": "account.password_changed",
    "account/email/password_reset": "account.password_changed",
    "account/email/password_set": "account.password_changed",
    "mfa/email/totp_activated": "account.codes_on",
    "mfa/email/totp_deactivated": "account.codes_off",
    "mfa/email/recovery_codes_generated": "account.recovery_codes_made",
    "mfa/email/webauthn_added": "account.key_added",
    "mfa/email/webauthn_removed": "account.key_removed",
}


def may_sign_in(user: User) -> bool:
    """The account is in use; a demo account only in demo mode."""
    return bool(user.is_active) and (settings.DEMO or not user.is_demo)


class GrantBackend(AuthenticationBackend):  # type: ignore[misc]
    """E-mail and password; also asked at each request of a session, so a closed account is out at once."""

    def user_can_authenticate(self, user: User) -> bool:
        return may_sign_in(user)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator, never by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Stop every way in (password, passkey, single sign-on) at the same door."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and not may_sign_in(user):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return response

    def format_email_subject(self, subject: str) -> str:
        return f"Hytti: {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person by mail that their sign-in changed, and leave an event of it."""
        if verb := AUDITED_NOTICES.get(template_prefix):
            audit.record(user, verb, user)
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except (OSError, SMTPException):
            log.exception("a notice of a changed sign-in could not be mailed")


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation's single sign-on opens the accounts that an administrator has made, and no others.

    Nothing of it is stored: the account is found at each sign-in by the e-mail address that the provider vouches for.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        from .oidc import HyttiOidcAdapter

        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = HyttiOidcAdapter
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or {}
        email = claims.get("email")
        if not isinstance(email, str) or claims.get(settings.OIDC_VERIFIED_CLAIM) not in (True, "true", "1"):
            raise self._refusal(request, _("Organisaation tunnuksella ei ole vahvistettua sähköpostiosoitetta."))
        user = User.objects.filter(email__iexact=email, is_demo=False).first()
        if user is None:
            raise self._refusal(request, _("Organisaation tunnuksen sähköpostiosoitteella ei ole tunnusta Hytissä."))
        sociallogin.user = user

    def _refusal(self, request: HttpRequest, reason: str) -> ImmediateHttpResponse:
        return ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"reason": reason}, status=403))
