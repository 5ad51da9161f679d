"""The database itself refuses to change or delete an audit event; only the doer may be let go."""

from django.db import migrations

KEPT = "at, verb, content_type_id, object_id, subject_type_id, subject_id, label, reason, changes, undoes_id"

SQLITE = f"""
CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditevent
BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE OF {KEPT} ON core_auditevent
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_no_new_actor BEFORE UPDATE OF actor_id ON core_auditevent WHEN NEW.actor_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditevent FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_update BEFORE UPDATE OF {KEPT} ON core_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_new_actor BEFORE UPDATE OF actor_id ON core_auditevent
FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION audit_refuse();
"""
NAMES = ("audit_no_delete", "audit_no_update", "audit_no_new_actor")


def forwards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for statement in SQLITE.split("END;\n"):
            if statement.strip():
                schema_editor.execute(statement.removesuffix("END;") + "END;", params=None)
    elif vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)


def backwards(apps, schema_editor):
    on = " ON core_auditevent" if schema_editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
    if on:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
