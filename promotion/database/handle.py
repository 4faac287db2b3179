"""The one handle on the database: `db.session` for rooms, `db.engine` for operators."""

from flask_sqlalchemy import SQLAlchemy

from promotion.database.base import Base

db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
