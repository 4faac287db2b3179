"""Sent twice, done once: the key of a form, the content it was sent with, and where the answer stands."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from promotion.database.base import Base
from promotion.database.refusals import try_again_on
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_

# Two sendings at once: the second runs again and finds the first one's result. Each engine names the rule its way.
for _name in ("uq_sent_form_user_id_key", "sent_form.user_id, sent_form.key"):
    try_again_on(_name)


class SentForm(Base):
    """One form that was sent and done."""

    __tablename__ = "sent_form"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    key: Mapped[str]
    content_hash: Mapped[str]
    result: Mapped[str]
    done_at: Mapped[datetime]


@dataclass(frozen=True)
class FormKey:
    """The random key made with a form, whose it is, and a hash of what was sent with it."""

    user_id: int
    key: str
    content_hash: str


def form_key(
    user_id: int, key: str, address: str, content: Mapping[str, list[str]], *, secret: str
) -> FormKey:
    """Return the key of a form as sent; `content` is every field by name, without the tokens.

    The hash needs the program's secret: a form may hold a password, which nobody shall find by trying.
    """
    canonical = json.dumps([address, sorted(content.items())], ensure_ascii=False)
    keyed = hmac.new(secret.encode(), canonical.encode(), hashlib.sha256)
    return FormKey(user_id, key, keyed.hexdigest())


def earlier_result(session: Session, key: FormKey) -> str | None:
    """Return the result of the same form sent before, None for a new one; refuse the same key with other
    content.
    """
    query = select(SentForm).where(SentForm.user_id == key.user_id, SentForm.key == key.key)
    sent = session.scalars(query).one_or_none()
    if sent is None:
        return None
    if sent.content_hash != key.content_hash:
        raise Refused(
            N_("This form was already sent with other content."),
            code="form.sent",
            cure=N_("Open the form anew and enter the change there."),
        )
    return sent.result


def remember(session: Session, key: FormKey, result: str) -> None:
    """Keep the result beside the change it belongs to, in the same transaction."""
    session.add(
        SentForm(
            user_id=key.user_id, key=key.key, content_hash=key.content_hash, result=result, done_at=now()
        )
    )
