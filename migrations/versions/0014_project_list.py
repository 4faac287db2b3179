"""The list of projects: words are found by an index, and two orders are read from one."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# SQLite's index of words holds no text of its own: it is made from the search keys, and these three keep it.
TAKE_OUT = "INSERT INTO project_search (project_search, rowid, search_key) VALUES ('delete', OLD.id, OLD.search_key);"
PUT_IN = "INSERT INTO project_search (rowid, search_key) VALUES (NEW.id, NEW.search_key);"
SQLITE = (
    """CREATE VIRTUAL TABLE project_search USING fts5 (search_key, content = 'project', content_rowid = 'id',
        detail = 'none', columnsize = 0, prefix = '2 3 4')""",
    "INSERT INTO project_search (project_search) VALUES ('rebuild')",
    f"CREATE TRIGGER project_search_new AFTER INSERT ON project BEGIN {PUT_IN} END",
    f"CREATE TRIGGER project_search_changed AFTER UPDATE OF search_key ON project BEGIN {TAKE_OUT} {PUT_IN} END",
    f"CREATE TRIGGER project_search_gone AFTER DELETE ON project BEGIN {TAKE_OUT} END",
)
POSTGRESQL = (
    "CREATE INDEX ix_project_search ON project USING gin "
    "(to_tsvector('simple', regexp_replace(search_key, '[^[:alnum:]]+', ' ', 'g')))"
)


def upgrade() -> None:
    """Create the index of words on each engine, and those by code and by state."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute(POSTGRESQL.replace(":", r"\:"))
    for column in ("code", "state"):
        op.create_index(f"ix_project_{column}_id", "project", [column, "id"])


def downgrade() -> None:
    """Take them away."""
    for column in ("code", "state"):
        op.drop_index(f"ix_project_{column}_id", "project")
    if op.get_bind().dialect.name == "sqlite":
        for name in ("new", "changed", "gone"):
            op.execute(f"DROP TRIGGER project_search_{name}")
        op.execute("DROP TABLE project_search")
    else:
        op.execute("DROP INDEX ix_project_search")
