"""`hytti account`: the first administrator of an installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import port_from_environment
from .trouble import Trouble

if TYPE_CHECKING:
    from hytti.core.models import User


def create_administrator(email: str) -> int:
    """Make an administrator without a password and print a link for choosing one. Run again for a new link."""
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    try:
        validate_email(email)
    except ValidationError:
        raise Trouble(f"{email!r} is not an e-mail address.") from None
    with transaction.atomic():
        user = _administrator(email)
    print("Open this link to choose a password. It works once:")
    print(_address() + _link(user))
    return 0


def _administrator(email: str) -> User:
    from django.utils import timezone

    from hytti.core import audit
    from hytti.core.models import Grant, User
    from hytti.core.roles import ADMINISTRATOR

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email)
        audit.record(None, "account.created", user, reason="hytti account create-admin")
    elif user.is_demo or not user.is_active:
        raise Trouble(f"{email} is a demo account or is closed: give another address.")
    if not user.grants.in_force(timezone.localdate()).filter(role=ADMINISTRATOR.code).exists():
        Grant.objects.create(user=user, role=ADMINISTRATOR.code)
        changes = {"role": [None, ADMINISTRATOR.code]}
        audit.record(None, "grant.given", user, reason="hytti account create-admin", changes=changes)
    return user


def _link(user: User) -> str:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse
    from django.utils import translation

    with translation.override("fi"):
        return reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
        )


def _address() -> str:
    from django.conf import settings

    if settings.PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
    return f"http://localhost:{port_from_environment()}"
