"""Who reaches which address: one row for each, walked for every role by test_access.

Letters stand for readers: A nobody signed in, R an account without grants, V the convener of the network "oma", K the
coordinator of the municipality whose network is "kunnan", H the hyte unit, P the administrator. A row names those who
get in; of the others, A is led to the sign-in page and the rest are refused (403), unless the row says otherwise.
"""

from __future__ import annotations

from access_row import EVERYBODY, SIGNED_IN, Row
from access_tray import TRAY

PLAN_CONTENTS = {
    "priority": "oma karki",
    "goal": "oma tavoite",
    "action": "oma toimenpide",
    "figure": "oma luku",
    "worry": "oma huoli",
    "left_out": "oma pois jatetty",
}

PUBLIC = [
    Row("choose_language", EVERYBODY, status=302),
    Row("api-1:openapi-json", EVERYBODY),
    *(
        Row(name, EVERYBODY)
        for name in (
            "front",
            "search",
            "sources",
            "open_data",
            "accessibility",
            "privacy",
            "glossary",
            "structures:overview",
            "structures:bodies",
            "structures:networks",
            "structures:municipalities",
            "structures:documents",
            "structures:themes",
            "structures:cooperation",
            "structures:topics",
            "indicators:catalogue",
            "indicators:areas",
            "indicators:compare",
            "indicators:scatter",
            "plans:overview",
            "plans:duties",
            "plans:progress",
            "plans:doers",
            "plans:threads",
            "indicators:changes",
            "indicators:changes_feed",
        )
    ),
    *(
        Row(name, EVERYBODY, of)
        for name, of in (
            ("structures:body", "organ"),
            ("structures:network", "muu"),
            ("structures:body_history", "muu"),
            ("structures:municipality", "kunta"),
            ("structures:organisation", "jarjesto"),
            ("structures:document", "asiakirja"),
            ("structures:theme", "teema"),
            ("indicators:indicator", "luku"),
            ("plans:organisation", "jarjesto"),
            ("plans:plan", "suunnitelma"),
            ("plans:priority", "karki"),
            ("plans:goal", "tavoite"),
            ("plans:action", "toimenpide"),
            ("plans:thread", "luku"),
            ("plans:doer", "jarjesto"),
        )
    ),
    Row("plans:compare", EVERYBODY, "suunnitelma", status=404),
    *(Row(f"indicators:{name}", EVERYBODY, "kunta", status=404) for name in ("area", "inequality")),
    *(Row(f"indicators:indicator_{kind}", EVERYBODY, "luku", status=404) for kind in ("csv", "json", "svg", "png")),
]

OWN_ACCOUNT = [
    Row("account_login", "A", others=dict.fromkeys(SIGNED_IN, 302)),
    Row("account_logout", SIGNED_IN, others={"A": 302}),
    Row("account_reset_password", EVERYBODY),
    *(Row(name, SIGNED_IN) for name in ("desk:home", "account_home", "account_rename", "mfa_index")),
    Row("account_change_password", SIGNED_IN),
]

ADMINISTRATION = [
    *(Row(name, "P") for name in ("administration", "users", "user_add", "roles", "events", "region_facts")),
    *(Row(name, "P", "tunnus") for name in ("user", "user_rename", "user_deactivate", "user_delete", "grant_give")),
    Row("user_invite", "P", "tunnus", status=405),
    Row("user_reactivate", "P", "tunnus", status=405),
    Row("grant_end", "P", "valtuus"),
]

STRUCTURES = [
    Row("structures:found_network", "KH"),
    Row("structures:add_document", "KH"),
    Row("structures:edit_body", "VH", "oma"),
    Row("structures:edit_body", "KH", "kunnan"),
    Row("structures:edit_body", "H", "muu"),
    Row("structures:edit_body", "H", "organ"),
    Row("structures:close_body", "H", "oma"),
    Row("structures:close_body", "KH", "kunnan"),
    Row("structures:close_body", "H", "muu"),
    Row("structures:add_member", "VH", "oma"),
    Row("structures:add_member", "KH", "kunnan"),
    Row("structures:add_member", "H", "muu"),
    Row("structures:edit_membership", "VH", "oman jasen"),
    Row("structures:edit_membership", "H", "muun jasen"),
    Row("structures:remove_membership", "VH", "oman jasen"),
    Row("structures:remove_membership", "H", "muun jasen"),
    Row("structures:edit_document", "KH", "kunnan asiakirja"),
    Row("structures:edit_document", "H", "asiakirja"),
    Row("structures:confirm_body", "VH", "oma", status=302, post={}),
    Row("structures:confirm_body", "KH", "kunnan", status=302, post={}),
    Row("structures:confirm_body", "H", "muu", status=302, post={}),
    Row("structures:confirm_document", "KH", "kunnan asiakirja", status=302, post={}),
    Row("structures:confirm_document", "H", "asiakirja", status=302, post={}),
    Row("structures:undo", "VH", "oman muutos", status=302, post={}),
    Row("structures:undo", "H", "muun muutos", status=302, post={}),
]

OWN_FIGURES = [
    Row("indicators:stop", EVERYBODY, "keksitty tunniste"),
    Row("indicators:follow", SIGNED_IN),
    Row("indicators:unfollow", SIGNED_IN, status=302, post={}),
    *(Row(f"indicators:{name}", "KHP") for name in ("own", "own_template", "own_add_dataset")),
    Row("indicators:own_add_indicator", "HP"),
    Row("indicators:own_indicator", "HP", "oma mittari"),
    *(
        Row(f"indicators:{name}", "HP", "oma mittari", status=302, post={})
        for name in ("own_publish_indicator", "own_retire_indicator")
    ),
    *(
        Row(f"indicators:{name}", readers, of)
        for name in ("own_dataset", "own_edit_dataset", "own_load")
        for readers, of in (("HP", "oma aineisto"), ("KHP", "kunnan aineisto"))
    ),
    *(
        Row(f"indicators:{name}", readers, of)
        for name in ("own_version", "own_map", "own_check", "own_problems")
        for readers, of in (("HP", "oma versio"), ("KHP", "kunnan versio"))
    ),
    *(
        Row(f"indicators:{name}", readers, of, status=302, post={})
        for name in ("own_protect", "own_propose", "own_discard")
        for readers, of in (("HP", "oma versio"), ("KHP", "kunnan versio"))
    ),
    *(
        Row(f"indicators:{name}", "HP", "kunnan versio", status=302, post={})
        for name in ("own_approve", "own_publish", "own_write")
    ),
    *(Row(f"indicators:{name}", "HP", "kunnan versio") for name in ("own_send_back", "own_withdraw")),
]

COEFFICIENT = [
    *(
        Row(f"coefficient:{name}", EVERYBODY)
        for page in ("overview", "what_if", "municipalities", "summary")
        for name in (page, f"example_{page}")
    ),
    Row("coefficient:method", EVERYBODY),
    Row("coefficient:workbook", EVERYBODY, status=404),
    Row("coefficient:example_workbook", EVERYBODY),
    *(Row(f"coefficient:{name}", EVERYBODY, "kerroinmittari") for name in ("indicator", "example_indicator")),
    Row("coefficient:municipality", EVERYBODY, "kunta"),
    Row("coefficient:example_municipality", EVERYBODY, "keksitty kunta"),
    Row("coefficient:municipal_what_if", EVERYBODY, "kunta"),
    Row("coefficient:example_municipal_what_if", EVERYBODY, "keksitty kunta"),
    Row("coefficient:save_municipal_scenario", "KH", "kunta", status=302),
    Row("coefficient:example_save_municipal_scenario", "KH", "keksitty kunta", status=302),
    Row("coefficient:answer", "KH", "kunnan kohta"),
    *(Row(f"coefficient:{name}", "KH", status=302) for name in ("save_scenario", "example_save_scenario")),
    Row("coefficient:scenarios", "KH"),
    Row("coefficient:scenario", "KH", "laskelma"),
    Row("coefficient:remove_scenario", "H", "laskelma", status=302, post={}),
    Row("plans:comments", EVERYBODY, "suunnitelma"),
    *(Row(f"plans:{name}", "K", "suunnitelma") for name in ("moderation", "plan_round")),
    Row("plans:change_round", "K", "kierros"),
    Row("plans:moderate", "K", "kommentti"),
    Row("plans:colleagues", "KH", "suunnitelma"),
    Row("plans:keep_duties", "K", "kunta-organisaatio", status=404),  # a municipality outside the region has none
    Row("plans:record_duty", "K", "velvoite"),
    Row("plans:edit_evidence", "K", "naytto"),
    Row("plans:remove_evidence", "K", "naytto", status=302, post={}),
    *(Row(f"plans:{name}", "KH") for name in ("write", "found")),
    *(Row(f"plans:{name}", "K", "oma luonnos") for name in ("outline", "edit_plan", "state", "bulk", "copy")),
    Row("plans:remove_plan", "K", "oma luonnos"),
    Row("plans:amend", "K", "oma luonnos", status=302, post={}),
    *(Row(f"plans:add_{name}", "K", "oma luonnos") for name in ("priority", "goal", "worry", "left_out")),
    *(Row(f"plans:add_{name}", "K", "oma luonnos", status=404) for name in ("action", "figure")),  # under nothing
    *(Row(f"plans:edit_{name}", "K", record) for name, record in PLAN_CONTENTS.items()),
    *(Row(f"plans:remove_{name}", "K", record) for name, record in PLAN_CONTENTS.items()),
    *(
        Row(f"plans:move_{name}", "K", PLAN_CONTENTS[name], status=302, post={"to": "1"})
        for name in ("priority", "goal", "action", "worry")
    ),
    Row("plans:table", EVERYBODY, "suunnitelman taulukko"),
    Row("plans:bring", "K", "suunnitelma"),
    Row("plans:bring_job", "K", "suunnitelma"),
    Row("plans:cancel_bring", "K", "suunnitelma", status=302, post={}),
    Row("plans:reviews", "VKH"),
    Row("plans:ask", "KH"),
    Row("plans:review", "K", "seuranta"),
    Row("plans:cancel_request", "K", "pyynto", status=302, post={}),
    Row("plans:by_link", EVERYBODY, "vanha linkki", status=410),
    Row("plans:by_link_review", EVERYBODY, "vanha linkki ja toimenpide", status=410),
    *(Row(f"coefficient:{name}", "H") for name in ("tables", "table_template", "load_table")),
    *(Row(f"coefficient:{name}", "H", "kertointaulukko") for name in ("table", "withdraw_table")),
    *(
        Row(f"coefficient:{name}", "H", "kertointaulukko", status=302, post={})
        for name in ("publish_table", "discard_table")
    ),
]

REPORTS = [
    Row("reports:reports", EVERYBODY),
    Row("reports:report", EVERYBODY, "valmis raportti"),
    Row("reports:file", EVERYBODY, "valmiin raportin luvut"),
    Row("reports:revise", "K", "valmis raportti", status=302, post={}),
    Row("reports:start", "KH"),
    *(Row(f"reports:{name}", "KH", of) for name, of in (("report", "kunnan raportti"), ("job", "kunnan tiedosto"))),
    *(Row(f"reports:{name}", "K", "kunnan raportti") for name in ("edit", "complete", "remove")),
    Row("reports:part", "K", "kunnan raportin kohta"),
    Row("reports:cancel", "K", "kunnan tiedosto", status=302, post={}),
]

TABLE = [*PUBLIC, *OWN_ACCOUNT, *ADMINISTRATION, *STRUCTURES, *OWN_FIGURES, *COEFFICIENT, *REPORTS, *TRAY]

# Addresses of the sign-in library that stand behind a fresh password, a pending sign-in or an outside server:
# tests/core walks them.
ELSEWHERE = {
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_authenticate",
    "account_inactive",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_set_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "socialaccount_connections",
    "socialaccount_signup",
}
