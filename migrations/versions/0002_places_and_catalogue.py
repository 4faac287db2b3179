"""Provinces, units, and the catalogue of contents, norms and programmes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Row = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ORDERED = "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to"
REGION = "region IN ('north', 'central', 'south')"
HIGHEST_DONG = 9 * 10**15


def text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def both(name: str, *, empty: bool = False) -> list[sa.Column[str]]:
    return [text(f"{name}_vi", empty=empty), text(f"{name}_en", empty=empty)]


def number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, Row, nullable=empty)


def day(name: str, *, empty: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=empty)


def yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def row_id() -> sa.Column[int]:
    return sa.Column("id", Row, nullable=False)


def create(table: str, *parts: sa.schema.SchemaItem, primary: str = "id") -> None:
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(primary, name=f"pk_{table}"))


def points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def one_open_start(table: str, column: str) -> None:
    condition = sa.text("valid_from IS NULL")
    op.create_index(
        f"uq_{table}_open_start",
        table,
        [column],
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def upgrade() -> None:
    create(
        "reference_version",
        sa.Column("id", Row, nullable=False, autoincrement=False),
        text("mark"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        check("reference_version", "one_row", "id = 1"),
    )
    provinces()
    units()
    contents()
    money_rules()
    programmes()


def provinces() -> None:
    create(
        "province",
        *(text(name) for name in ("key", "edition", "code", "slug", "name_vi", "name_en", "full_name_vi")),
        *(text(name) for name in ("aliases", "search_key", "sort_key")),
        day("valid_from"),
        day("valid_to"),
        text("natural_region_code"),
        *both("natural_region"),
        unique("province", "edition", "code"),
        unique("province", "edition", "slug"),
        check("province", "key", "key = edition || '-' || code"),
        check("province", "period", ORDERED),
        primary="key",
    )
    create(
        "province_type",
        row_id(),
        *(text(name) for name in ("province_key", "type", "name_vi", "name_en", "full_name_vi")),
        day("valid_from"),
        day("valid_to"),
        *both("source", empty=True),
        points("province_type", "province_key", "province.key"),
        check("province_type", "type", "type IN ('province', 'centrally-run city')"),
        check("province_type", "period", ORDERED),
        unique("province_type", "province_key", "valid_from"),
    )
    one_open_start("province_type", "province_key")
    create(
        "province_region",
        row_id(),
        text("province_key"),
        text("region"),
        day("valid_from"),
        day("valid_to"),
        points("province_region", "province_key", "province.key"),
        check("province_region", "region", REGION),
        check("province_region", "period", ORDERED),
        unique("province_region", "province_key", "valid_from"),
    )
    one_open_start("province_region", "province_key")
    relations = "relation IN ('unchanged', 'merged, name kept', 'merged, name dropped')"
    create(
        "succession",
        row_id(),
        text("old_key"),
        text("new_key"),
        day("effective_date", empty=False),
        text("relation"),
        *both("source"),
        points("succession", "old_key", "province.key"),
        points("succession", "new_key", "province.key"),
        unique("succession", "old_key", "new_key"),
        check("succession", "two_provinces", "old_key <> new_key"),
        check("succession", "relation", relations),
    )
    index("succession", "new_key")


def units() -> None:
    kinds = "kind IN ('ministry', 'agency', 'regional_centre', 'department', 'provincial_centre', 'other')"
    seat = (
        "kind = 'other' OR (kind IN ('department', 'provincial_centre') AND province_key IS NOT NULL)"
        " OR (kind IN ('ministry', 'agency', 'regional_centre') AND province_key IS NULL)"
    )
    create(
        "unit",
        row_id(),
        text("public_id"),
        text("code"),
        text("kind"),
        text("province_key", empty=True),
        day("valid_from"),
        day("valid_to"),
        text("search_key"),
        text("sort_key"),
        points("unit", "province_key", "province.key"),
        unique("unit", "public_id"),
        unique("unit", "code"),
        check("unit", "kind", kinds),
        check("unit", "seat", seat),
        check("unit", "period", ORDERED),
    )
    index("unit", "province_key")
    index("unit", "sort_key")
    create(
        "unit_name",
        row_id(),
        number("unit_id"),
        *both("name"),
        day("valid_from"),
        day("valid_to"),
        yes("verified"),
        points("unit_name", "unit_id", "unit.id"),
        unique("unit_name", "unit_id", "valid_from"),
        check("unit_name", "period", ORDERED),
    )
    one_open_start("unit_name", "unit_id")
    create(
        "unit_succession",
        row_id(),
        number("old_id"),
        number("new_id"),
        day("effective_date", empty=False),
        points("unit_succession", "old_id", "unit.id"),
        points("unit_succession", "new_id", "unit.id"),
        unique("unit_succession", "old_id", "new_id"),
        check("unit_succession", "two_units", "old_id <> new_id"),
    )
    index("unit_succession", "new_id")


def contents() -> None:
    create(
        "content",
        text("code"),
        text("parent_code", empty=True),
        number("position"),
        *both("name"),
        day("valid_from", empty=False),
        day("valid_to"),
        *both("basis"),
        yes("verified"),
        points("content", "parent_code", "content.code"),
        check("content", "parent", "parent_code <> code"),
        check("content", "period", ORDERED),
        primary="code",
    )
    index("content", "parent_code")
    create(
        "indicator",
        row_id(),
        text("content_code"),
        text("code"),
        number("position"),
        *both("name"),
        *both("unit"),
        yes("verified"),
        points("indicator", "content_code", "content.code"),
        unique("indicator", "content_code", "code"),
    )


def money_rules() -> None:
    create(
        "norm",
        text("code"),
        text("content_code"),
        number("position"),
        *both("what"),
        text("scope"),
        text("province_key", empty=True),
        number("rate_hundredths", empty=True),
        number("cap_dong", empty=True),
        text("cap_per", empty=True),
        *both("instrument"),
        text("article", empty=True),
        day("valid_from", empty=False),
        day("valid_to"),
        yes("verified"),
        *both("note", empty=True),
        points("norm", "content_code", "content.code"),
        points("norm", "province_key", "province.key"),
        check("norm", "scope", "scope IN ('national', 'province')"),
        check("norm", "province", "(scope = 'province') = (province_key IS NOT NULL)"),
        check("norm", "rate", "rate_hundredths BETWEEN 1 AND 10000"),
        check("norm", "cap", f"cap_dong BETWEEN 1 AND {HIGHEST_DONG}"),
        check("norm", "limit", "rate_hundredths IS NOT NULL OR cap_dong IS NOT NULL"),
        check("norm", "cap_per", "(cap_dong IS NULL) = (cap_per IS NULL)"),
        check("norm", "period", ORDERED),
        primary="code",
    )
    index("norm", "content_code")
    index("norm", "province_key")
    create(
        "advance_rate",
        row_id(),
        text("content_code"),
        *both("what"),
        number("max_hundredths"),
        *both("condition", empty=True),
        *both("instrument"),
        day("valid_from", empty=False),
        day("valid_to"),
        yes("verified"),
        points("advance_rate", "content_code", "content.code"),
        unique("advance_rate", "content_code", "valid_from"),
        check("advance_rate", "max", "max_hundredths BETWEEN 1 AND 10000"),
        check("advance_rate", "period", ORDERED),
    )


def programmes() -> None:
    create(
        "programme",
        text("code"),
        text("level"),
        *both("name"),
        number("year_from"),
        number("year_to"),
        *both("approved_by"),
        day("approved_on", empty=False),
        number("total_dong", empty=True),
        number("share_national_hundredths", empty=True),
        *both("targets", empty=True),
        *both("note", empty=True),
        check("programme", "level", "level IN ('national', 'local')"),
        check("programme", "years", "year_from <= year_to"),
        check("programme", "total", f"total_dong BETWEEN 1 AND {HIGHEST_DONG}"),
        check("programme", "share", "share_national_hundredths BETWEEN 1 AND 10000"),
        primary="code",
    )
    create(
        "known_conference",
        row_id(),
        text("region"),
        number("ordinal"),
        number("year"),
        day("held_on"),
        text("place", empty=True),
        text("host_key", empty=True),
        text("next_host_key", empty=True),
        *both("note", empty=True),
        points("known_conference", "host_key", "province.key"),
        points("known_conference", "next_host_key", "province.key"),
        unique("known_conference", "region", "ordinal"),
        check("known_conference", "region", REGION),
        check("known_conference", "ordinal", "ordinal > 0"),
    )


def downgrade() -> None:
    for table in (
        *("known_conference", "programme", "advance_rate", "norm", "indicator", "content"),
        *(
            "unit_succession",
            "unit_name",
            "unit",
            "succession",
            "province_region",
            "province_type",
            "province",
        ),
        "reference_version",
    ):
        op.drop_table(table)
