"""One's own account, and the pages that do not exist here on purpose."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..actions import accounts as actions
from ..forms.accounts import NameForm
from ..models import User
from ..queries import accounts as queries


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    return _home(request, NameForm(instance=request.user))


def _home(request: HttpRequest, form: NameForm) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "grants": queries.grants_of(request.user),
        "has_codes": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "core/accounts/home.html", context)


@never_cache
@login_required
def rename(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return home(request)
    # The form gets a copy, so that a refused name is not shown as the account's name.
    form = NameForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _home(request, form)
    actions.rename_account(user=request.user, name=form.cleaned_data["name"], by=request.user)
    messages.success(request, _("Nimi on vaihdettu."))
    return redirect("account_home")


def closed(request: HttpRequest) -> HttpResponse:
    """Making an account and changing its address are an administrator's work."""
    return render(request, "account/signup_closed.html", status=404)
