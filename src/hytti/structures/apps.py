from django.apps import AppConfig


class StructuresConfig(AppConfig):
    name = "hytti.structures"
    label = "structures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import gettext_noop

        from hytti.core import packs, scopes
        from hytti.core.context import add_room

        from . import permissions, verbs  # noqa: F401
        from .findable import register_structures
        from .models import Body

        register_structures()
        packs.add_room("hytti.structures.pack")
        scopes.register("body", _("Toimielimet ja verkostot"), Body.objects.working)
        add_room(gettext_noop("Rakenteet"), "structures:overview")
