from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "hytti.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from hytti.core import packs, ticks
        from hytti.core.context import add_room

        from . import jobs, permissions, verbs  # noqa: F401
        from .findable import register_plans
        from .related import register_related

        register_plans()
        register_related()
        ticks.register("reminders of reviews", jobs.remind)
        ticks.register("addresses of follow-up letters", jobs.forget_addresses)
        packs.add_room("hytti.plans.pack")
        add_room(gettext_noop("Suunnitelmat"), "plans:overview")
