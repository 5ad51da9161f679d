from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "hytti.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from hytti.core import packs
        from hytti.core.context import add_room

        from .findable import register_plans

        register_plans()
        packs.add_room("hytti.plans.pack")
        add_room(gettext_noop("Suunnitelmat"), "plans:overview")
