"""Who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


class GrantBackend(AuthenticationBackend):
    """E-mail and password. Demo accounts work in demo mode alone."""

    def user_can_authenticate(self, user: User) -> bool:
        return bool(user.is_active) and (settings.DEMO or not user.is_demo)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The county's single sign-on opens the accounts that an administrator has made, and no others."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
