"""Starting, changing and ending the letters about new figures. Everybody decides for themselves alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hytti.core import audit
from hytti.core.actions.accounts import require_real

from ..models import Following

if TYPE_CHECKING:
    from collections.abc import Collection

    from hytti.core.models import User


@transaction.atomic
def follow(*, by: User, areas: Collection[str], often: str, language: str, now: dt.datetime | None = None) -> Following:
    """Tell the person of changes in these areas from now on. Raises NotNow for the shared demo accounts, and
    ValidationError for a choice that is none."""
    require_real(by)
    now = now or timezone.now()
    wish = Following.objects.select_for_update().filter(user=by).first() or Following(user=by, told_until=now)
    rhythm_changed = wish.pk is None or wish.often != often
    wish.areas, wish.often, wish.language = sorted(areas), often, language
    if rhythm_changed:
        wish.next_on = timezone.localdate(now)
        wish.next_on = wish.day_after(wish.next_on)
    wish.full_clean()
    wish.save()
    audit.record(by, "following.saved", wish)
    return wish


@transaction.atomic
def stop_following(*, by: User) -> bool:
    """End the letters. False where there were none."""
    wish = Following.objects.select_for_update().filter(user=by).first()
    if wish is None:
        return False
    audit.record(by, "following.ended", wish)
    wish.delete()
    return True
