"""What an administrator does to accounts and grants, and a person to their own account."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import audit, permissions, scopes
from ..models import Grant, User
from ..permissions import NotNow
from ..queries import accounts as queries
from ..roles import ROLES

ACCOUNT_FIELDS = ("email", "name", "is_active")


@transaction.atomic
def create_account(*, email: str, name: str, by: User) -> User:
    """Make an account without a password. Raises NotAllowed, or ValidationError where the address has one already."""
    permissions.require(by, "users.manage")
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("Tällä osoitteella on jo tunnus.")})
    user = User(email=email, name=name.strip())
    user.set_unusable_password()
    user.full_clean()
    user.save()
    audit.record(by, "account.created", user, changes=audit.difference({}, audit.state_of(user, ACCOUNT_FIELDS)))
    return user


def invite(*, user: User, link: str, by: User) -> bool:
    """Mail the link for choosing a password. False where no mail leaves: then the administrator passes it on."""
    permissions.require(by, "users.manage")
    require_real(user)
    if not user.is_active:
        raise NotNow(_("Tunnus ei ole käytössä. Palauta se ensin."))
    sent = bool(settings.EMAIL_HOST) and _mail_link(user, link)
    audit.record(by, "account.link_sent" if sent else "account.link_shown", user)
    return sent


def _mail_link(user: User, link: str) -> bool:
    context = {"link": link, "days": settings.PASSWORD_RESET_TIMEOUT // 86400}
    text = render_to_string("core/accounts/invitation.txt", context)
    try:
        return bool(send_mail(_("Hytti: valitse salasana"), text, settings.DEFAULT_FROM_EMAIL, [user.email]))
    except (OSError, SMTPException):
        return False


@transaction.atomic
def rename_account(*, user: User, name: str, by: User) -> User:
    """Change the name that others see. One's own, or anybody's by an administrator."""
    if user != by:
        permissions.require(by, "users.manage")
    require_real(user)
    before = audit.state_of(user, ("name",))
    user.name = name.strip()
    user.full_clean()
    user.save(update_fields=["name"])
    changes = audit.difference(before, audit.state_of(user, ("name",)))
    if changes:
        audit.record(by, "account.renamed", user, changes=changes)
    return user


@transaction.atomic
def deactivate_account(*, user: User, by: User, reason: str = "") -> User:
    """Close the account for now and end its sessions. Raises NotNow for the last administrator."""
    permissions.require(by, "users.manage")
    require_real(user)
    _require_other_administrator(user)
    return _set_active(user, False, by=by, verb="account.deactivated", reason=reason)


@transaction.atomic
def reactivate_account(*, user: User, by: User, reason: str = "") -> User:
    """Open a closed account again, with the grants that are still in force."""
    permissions.require(by, "users.manage")
    return _set_active(user, True, by=by, verb="account.reactivated", reason=reason)


def _set_active(user: User, active: bool, *, by: User, verb: str, reason: str) -> User:
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.record(by, verb, user, reason=reason.strip(), changes={"is_active": [not active, active]})
        if not active:
            end_sessions(user)
    return user


@transaction.atomic
def delete_account(*, user: User, by: User) -> None:
    """Remove the name, the address and the grants for good. Audit events stay, without their doer's name."""
    permissions.require(by, "users.manage")
    require_real(user)
    _require_other_administrator(user)
    audit.record(by, "account.deleted", user)
    end_sessions(user)
    user.delete()


def require_real(user: User) -> None:
    """Demo accounts are shared by visitors: nobody locks the others out. Raises NotNow."""
    if user.is_demo and settings.DEMO:
        raise NotNow(_("Esimerkkitunnus on yhteinen. Sen tietoja ja kirjautumista ei voi muuttaa."))


def end_sessions(user: User) -> None:
    """Sign the person out everywhere; sessions also hold the address."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@transaction.atomic
def give_grant(
    *,
    user: User,
    role: str,
    scope: models.Model | None,
    by: User,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> Grant:
    """Give a role for an organisation, a body or the whole region.

    Raises NotAllowed, NotNow on a closed account, ValidationError on a scope that does not fit, on dates the wrong
    way round, and on a grant that is in force already.
    """
    permissions.require(by, "users.manage")
    if not user.is_active:
        raise NotNow(_("Tunnus ei ole käytössä. Palauta se ensin."))
    _require_fitting_scope(role, scope)
    start = valid_from or timezone.localdate()
    if valid_to and valid_to < start:
        raise ValidationError({"valid_to": _("Valtuus päättyy ennen kuin se alkaa.")})
    if queries.overlapping_grants(user, role, scope, start, valid_to).exists():
        raise ValidationError(_("Sama valtuus on jo annettu tälle ajalle."))
    grant = Grant.objects.create(user=user, role=role, scope=scope, valid_from=start, valid_to=valid_to)
    audit.record(by, "grant.given", user, reason=reason.strip(), changes=_grant_changes(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, by: User, reason: str = "") -> None:
    """End a grant at once. A grant that never had a whole day is removed. Raises NotNow for the last administrator."""
    permissions.require(by, "users.manage")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if grant.valid_to and grant.valid_to <= yesterday:
        raise NotNow(_("Valtuus on jo päättynyt."))
    if "users.manage" in grant.described.rights:
        _require_other_administrator(grant.user)
    changes = {**_grant_changes(grant), "valid_to": [_text(grant.valid_to), yesterday.isoformat()]}
    if grant.valid_from > yesterday:
        grant.delete()
    else:
        grant.valid_to = yesterday
        grant.save(update_fields=["valid_to"])
    audit.record(by, "grant.ended", grant.user, reason=reason.strip(), changes=changes)


def _require_fitting_scope(role: str, scope: models.Model | None) -> None:
    if role not in ROLES:
        raise ValidationError({"role": _("Roolia ei ole.")})
    if scopes.fits(ROLES[role], scope):
        return
    texts = {
        "region": _("Tämä rooli koskee koko aluetta: jätä kohde valitsematta."),
        "organisation": _("Tämä rooli annetaan organisaatiolle: valitse organisaatio."),
        "body": _("Tämä rooli annetaan verkostolle tai toimielimelle: valitse se."),
    }
    raise ValidationError({"scope": texts[ROLES[role].scope]})


def _require_other_administrator(user: User) -> None:
    administrators = queries.administrators(lock=True)
    if user.pk in administrators and len(administrators) == 1:
        raise NotNow(_("Viimeistä pääkäyttäjää ei voi poistaa. Anna ensin pääkäyttäjän rooli toiselle."))


def _grant_changes(grant: Grant) -> dict[str, list[Any]]:
    return {
        "role": [None, grant.role],
        "scope": [None, audit.label_of(grant.scope)],
        "valid_from": [None, _text(grant.valid_from)],
        "valid_to": [None, _text(grant.valid_to)],
    }


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
