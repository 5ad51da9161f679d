from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "hytti.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import gettext_noop

        from hytti.core import content_version, figure_names, middleware, ticks
        from hytti.core.audit_words import name_verbs
        from hytti.core.context import add_room
        from hytti.facts import Unreadable

        from . import catalogue, digest, permissions, store, verbs  # noqa: F401
        from .actions.own_datasets import tick_drafts
        from .findable import register_indicators
        from .queries.own import published_definitions
        from .related import register_related

        content_version.add_part(store.version)
        add_room(gettext_noop("Luvut"), "indicators:catalogue")
        catalogue.add_others(published_definitions)
        figure_names.add_source(catalogue.names)
        register_indicators()
        register_related()
        middleware.OUTAGES[Unreadable] = _(
            "Lukujen varastoa ei voi lukea. Muut sivut toimivat. Ylläpito näkee vian lokista."
        )
        ticks.register("digest", digest.send_due)
        ticks.register("drafts of own figures", tick_drafts)
        name_verbs(
            {
                "following.saved": _("Viestit uusista luvuista tilattu"),
                "following.ended": _("Viestit uusista luvuista lopetettu"),
            }
        )
