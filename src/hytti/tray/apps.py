from django.apps import AppConfig


class TrayConfig(AppConfig):
    name = "hytti.tray"
    label = "tray"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hytti.core import packs

        from . import permissions, verbs  # noqa: F401

        packs.add_room("hytti.tray.pack")
