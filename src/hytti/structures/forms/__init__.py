"""What a person types about structures."""

from .bodies import BodyForm, CloseForm, FoundForm, NetworkForm, OrganForm, form_for
from .documents import DocumentForm
from .memberships import MembershipForm, RemoveForm

__all__ = [
    "BodyForm",
    "CloseForm",
    "DocumentForm",
    "FoundForm",
    "MembershipForm",
    "NetworkForm",
    "OrganForm",
    "RemoveForm",
    "form_for",
]
