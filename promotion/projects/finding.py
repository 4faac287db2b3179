"""How projects are found by what somebody types: by words, without accents, in any order; the last may be a beginning.

Each engine searches its own index of words over the search key (migration 0014); both keep it by themselves.
"""

import re

from sqlalchemy import ColumnElement, column, false, func, literal_column, select, table

from promotion.database.base import BigInt
from promotion.database.handle import db
from promotion.kernel.text import search_key
from promotion.projects.models import Project

LONGEST = 60  # letters of a word that are looked at; more tell nothing apart
_WORD = re.compile(r"[^\W_]+")
_ROW: ColumnElement[int] = column("rowid", BigInt)
_WORDS_OF_KEY: ColumnElement[object] = literal_column(
    "to_tsvector('simple', regexp_replace(project.search_key, '[^[:alnum:]]+', ' ', 'g'))"
)


def named(text: str) -> list[ColumnElement[bool]]:
    """Return the conditions that the words typed stand with a project, the last one at least by its beginning.

    Nothing typed asks nothing; signs alone find nothing.
    """
    words = [word[:LONGEST] for word in _WORD.findall(search_key(text))]
    if not words:
        return [false()] if text.strip() else []
    if db.session.get_bind().dialect.name == "sqlite":
        asked = " ".join(f'"{word}"' for word in words) + "*"
        match = literal_column("project_search").op("MATCH")(asked)
        return [Project.id.in_(select(_ROW).select_from(table("project_search")).where(match))]
    asked = " & ".join(words) + ":*"
    return [_WORDS_OF_KEY.op("@@")(func.to_tsquery(literal_column("'simple'"), asked))]
