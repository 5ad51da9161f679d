from django.apps import AppConfig


class TrayConfig(AppConfig):
    name = "hytti.tray"
    label = "tray"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hytti.core import packs, ticks

        from . import calendar, permissions, verbs  # noqa: F401

        packs.add_room("hytti.tray.pack")
        ticks.register("review days of the tray", calendar.move_on)
        ticks.register("reminders of the tray", calendar.remind)
