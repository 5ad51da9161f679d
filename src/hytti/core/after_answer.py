"""Work that begins when the answer has gone out, so that its time and its faults tell the reader nothing."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, override

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

_waiting = threading.local()


def after_answer(work: Callable[[], object]) -> None:
    """Do the work in this thread when the answer of the request in hand has gone out, in the language of now."""
    _waiting.works = [*getattr(_waiting, "works", ()), (get_language(), work)]


def do_waiting(**_signal: Any) -> None:
    """After an answer: do what waits. A fault is logged and keeps nothing else from being done."""
    works, _waiting.works = getattr(_waiting, "works", ()), ()
    for language, work in works:
        try:
            with override(language):
                work()
        except Exception:
            log.exception("what was to be done after an answer was not done")
