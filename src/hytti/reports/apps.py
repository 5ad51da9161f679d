from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "hytti.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hytti.core.context import add_to_room

        from . import permissions, verbs  # noqa: F401
        from .findable import register_reports

        add_to_room("reports", "plans:overview")
        register_reports()
