"""The counters of an envelope as columns: each is said in `books.COUNTERS`, and moved by the entries' trigger alone."""

from sqlalchemy.orm import Mapped, mapped_column


class Counted:
    """Mixin: what an envelope holds, in đồng, and how many legs its entries have left on it."""

    legs: Mapped[int] = mapped_column(default=0)
    to_list: Mapped[int] = mapped_column(default=0)
    to_release: Mapped[int] = mapped_column(default=0)
    released: Mapped[int] = mapped_column(default=0)
    money: Mapped[int] = mapped_column(default=0)
    to_assign: Mapped[int] = mapped_column(default=0)
    assigned: Mapped[int] = mapped_column(default=0)
    to_commit: Mapped[int] = mapped_column(default=0)
    committed: Mapped[int] = mapped_column(default=0)
    advanced: Mapped[int] = mapped_column(default=0)
    paid: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    owed: Mapped[int] = mapped_column(default=0)
    discharged: Mapped[int] = mapped_column(default=0)
    to_accept: Mapped[int] = mapped_column(default=0)
    requested: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    uncleared: Mapped[int] = mapped_column(default=0)
    cleared: Mapped[int] = mapped_column(default=0)
    covered: Mapped[int] = mapped_column(default=0)
    settled: Mapped[int] = mapped_column(default=0)
    to_recover: Mapped[int] = mapped_column(default=0)
    recovered: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    lapsed: Mapped[int] = mapped_column(default=0)
    not_released: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    carried_out: Mapped[int] = mapped_column(default=0)
    carried_in: Mapped[int] = mapped_column(default=0)
    rights_out: Mapped[int] = mapped_column(default=0)
    rights_in: Mapped[int] = mapped_column(default=0)
