"""Pages for those who may: others sign in first, or are told what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from .. import permissions
from ..actions.accounts import require_real

View = Callable[..., HttpResponse]


def needs(*rights: str) -> Callable[[View], View]:
    """Let in those who hold any of the rights over the region."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(permissions.allows(request.user, right) for right in rights):
                permissions.require(request.user, rights[0])
            return view(request, *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate


def real_accounts_only(view: View) -> View:
    """Keep the sign-in settings of shared demo accounts as they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            require_real(request.user)
        return view(request, *args, **kwargs)

    return guarded
