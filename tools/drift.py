"""Do the migrations make the very tables that the models describe? On an empty database of its own.

python -m tools.drift    lists the differences; exit 1 when there is one
"""

import secrets
import sys
import tempfile
from pathlib import Path

from pydantic import SecretStr

from config import Settings
from promotion.database.handle import db
from promotion.database.migrate import drift, upgrade
from promotion.factory import create_app


def differences() -> list[str]:
    """Return what a fresh database and the models do not have in common."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drift.sqlite3"
        app = create_app(
            Settings(
                practice=False,
                instance_path=Path(folder),
                database_url=SecretStr(f"sqlite:///{file}"),
                secret_key=SecretStr(secrets.token_hex()),
            )
        )
        with app.app_context():
            upgrade(db.engine)
            found = drift(db.engine)
            db.engine.dispose()
    return found


if __name__ == "__main__":
    faults = differences()
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
