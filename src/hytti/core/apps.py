from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hytti.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished

        from . import names, packs, search, ticks
        from .after_answer import do_waiting
        from .search.shared import register_shared

        register_shared()
        request_finished.connect(do_waiting, dispatch_uid="hytti.core.after_answer")
        ticks.register("names in decisions", names.forget)
        if search.rebuild not in packs.AFTER_LOAD:
            packs.AFTER_LOAD.append(search.rebuild)
