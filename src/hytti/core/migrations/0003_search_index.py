"""The full-text index over search entries, kept in step by the database itself."""

from django.db import migrations, models

SQLITE = (
    """CREATE VIRTUAL TABLE core_search_fts USING fts5(
        words, folded, content='core_searchentry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0', prefix='3 5'
    )""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON core_searchentry BEGIN
        INSERT INTO core_search_fts(rowid, words, folded) VALUES (new.id, new.words, new.folded); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON core_searchentry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, words, folded)
        VALUES ('delete', old.id, old.words, old.folded); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF words, folded ON core_searchentry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, words, folded)
        VALUES ('delete', old.id, old.words, old.folded);
        INSERT INTO core_search_fts(rowid, words, folded) VALUES (new.id, new.words, new.folded); END""",
    "INSERT INTO core_search_fts(core_search_fts) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS search_entry_added",
    "DROP TRIGGER IF EXISTS search_entry_removed",
    "DROP TRIGGER IF EXISTS search_entry_changed",
    "DROP TABLE IF EXISTS core_search_fts",
)
POSTGRESQL = (
    "CREATE INDEX core_search_words ON core_searchentry USING gin (to_tsvector('simple', words))",
    "CREATE INDEX core_search_folded ON core_searchentry USING gin (to_tsvector('simple', folded))",
)
POSTGRESQL_BACK = ("DROP INDEX IF EXISTS core_search_words", "DROP INDEX IF EXISTS core_search_folded")


def run(sqlite, postgresql):
    def statements(apps, schema_editor):
        chosen = {"sqlite": sqlite, "postgresql": postgresql}.get(schema_editor.connection.vendor, ())
        for statement in chosen:
            schema_editor.execute(statement, params=None)

    return statements


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_append_only")]
    operations = [
        migrations.AddField("searchentry", "text", models.TextField(default="")),
        migrations.AddField("searchentry", "folded", models.TextField(default="")),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
