"""The table of files that wait for their reader's decision: kept as sent, read anew for each look at them."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId


class ImportFile(PublicId, Base):
    """A file as it was sent; it belongs to the person who sent it."""

    __tablename__ = "import_file"
    __table_args__ = (Index(None, "uploaded_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    layout: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
    uploaded_by: Mapped[int]
    uploaded_at: Mapped[datetime]
