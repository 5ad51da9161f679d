from django.apps import AppConfig


class StructuresConfig(AppConfig):
    name = "hytti.structures"
    label = "structures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hytti.core.context import add_room
        from hytti.core.packs import loading

        from . import pack, permissions  # noqa: F401

        loading.add_room(pack.read, pack.write)
        add_room("Rakenteet", "structures:overview")
