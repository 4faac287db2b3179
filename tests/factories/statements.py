"""Files as a treasury gives them, made by hand for tests: workbooks and CSV texts."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from promotion.access.actor import Actor
from promotion.database import unit_of_work
from promotion.kernel.money import number_text
from promotion.treasury import arriving, cash, service
from promotion.treasury.comparing import compare
from promotion.treasury.drafts import ExplanationDraft, StatementDraft
from promotion.treasury.models import Statement
from promotion.treasury.rules import Reason

HEAD = ("STT", "Số chứng từ", "Ngày hạch toán", "Đơn vị thụ hưởng", "Nội dung", "Ghi nợ", "Ghi có")


def csv(*rows, head=HEAD, above=("KHO BẠC NHÀ NƯỚC AN GIANG;;;;;;",)):
    lines = [*above, ";".join(head), *(";".join(str(cell) for cell in row) for row in rows)]
    return "\n".join(lines).encode()


def workbook(*sheets):
    """Return the bytes of a workbook: (name, rows of values) for each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def draft(content, *, unit=1, name="sao-ke.csv", first=date(2026, 3, 1), last=date(2026, 3, 31), **more):
    values = {"level": None, "office": "Kho bạc Nhà nước khu vực", "account": "9523.3.1098765", **more}
    return StatementDraft(unit_id=unit, first=first, last=last, name=name, content=content, **values)


def acts_of(unit, first, last, level=None):
    """Return our acts of a unit and period as the room finds them, by day."""
    asked = Statement(unit_id=unit, first_day=first, last_day=last, account="", level=level)
    return list(cash.in_period(asked).values())


def rows_of(acts):
    """Return rows of a file that say what our acts say."""
    return [
        (
            number,
            act.voucher,
            f"{act.day:%d/%m/%Y}",
            act.contracts[0].party if act.contracts else "",
            f"Chi {number}",
            number_text(act.amount, "vi") if act.amount > 0 else "",
            number_text(-act.amount, "vi") if act.amount < 0 else "",
        )
        for number, act in enumerate(acts, 1)
    ]


def sent(actor: Actor, made: StatementDraft) -> Statement:
    """Send a file."""
    return unit_of_work.run(lambda: arriving.send(actor, made))


def stored(actor: Actor, made: StatementDraft) -> Statement:
    """Send a file and store it."""
    found = sent(actor, made)
    return unit_of_work.run(lambda: arriving.store(actor, found.public_id, {}))


def explained(actor: Actor, found: Statement, reason: Reason = Reason.fee) -> Statement:
    """Explain everything that is left in a statement."""
    keys = [case.key for case in compare(found).cases if case.wanting]
    given = ExplanationDraft(reason, "Đã đối chiếu")
    return unit_of_work.run(lambda: service.explain(actor, found.public_id, keys, given))
