"""The organisation's single sign-on (OpenID Connect), checked more strictly than the library does."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


def nonce_of(state: str) -> str:
    """The nonce that belongs to a sign-in; the state itself is bound to the browser's session."""
    return salted_hmac("hytti.oidc.nonce", state, algorithm="sha256").hexdigest()


class NonceClient(OAuth2Client):  # type: ignore[misc]
    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        nonce = {"nonce": nonce_of(self.state)}
        return super().get_redirect_url(authorization_url, scope, {**extra_params, **nonce})  # type: ignore[no-any-return]


class HyttiOidcAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Demands a signed identity token with our nonce, and user data about the same person."""

    client_class = NonceClient

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            login = super().complete_login(request, app, token, **kwargs)
            userinfo = login.account.extra_data.get("userinfo")
            if userinfo and userinfo["sub"] != claims["sub"]:
                raise OAuth2Error("the user data is about another person")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("the provider's answer cannot be read") from error
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        if not hasattr(self, "_claims"):
            self._claims = self._checked_claims(app, id_token)
        return self._claims

    def _checked_claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=_key,
            verify_signature=True,
        )
        expected = nonce_of(self.request.GET.get("state", ""))
        if not hmac.compare_digest(str(claims.get("nonce", "")), expected):
            raise OAuth2Error("the identity token belongs to another sign-in")
        return claims


def _key(keys: dict[str, Any], kid: str) -> Any:
    """The public key of the token; a symmetric one is never taken."""
    allowed = [key for key in keys["keys"] if key.get("alg", "RS256") in ALGORITHMS and key.get("kty") in ("RSA", "EC")]
    return jwtkit.lookup_kid_jwk({"keys": [{"kid": None, **key} for key in allowed]}, kid)


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(HyttiOidcAdapter(request, provider_id))(request)  # type: ignore[attr-defined, no-any-return]
    except SocialApp.DoesNotExist:
        raise Http404 from None
