"""Pages of the acts that lower the plan or move it, in the rhythm of all acts of the plan."""

from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.forms import with_rows
from promotion.allocation.moves import forms, service
from promotion.allocation.moves.rules import Rule
from promotion.allocation.queries import lines
from promotion.allocation.queries.funds import Head
from promotion.allocation.queries.holding import Holding, holding, payments
from promotion.allocation.queries.lines import LineRow
from promotion.allocation.views.rhythm import Sheet, answer, head_of
from promotion.kernel.errors import DomainError
from promotion.ledger.deeds import ActKind
from promotion.projects import queries as projects
from promotion.web.languages import chosen, say
from promotion.web.values import money


@guard.requires("plan:propose")
def cut(public_id: str) -> Response | tuple[str, int]:
    """Propose to cut the plan."""
    actor, head = guard.actor(), head_of(public_id)
    rows = [row for row in _lines(head) if row.listed]
    form = with_rows(forms.CutForm, _fields(rows))()
    return answer(
        Sheet(
            ActKind.cut,
            head,
            form,
            "allocation/cut.html",
            ask=lambda: service.ask_cut(actor, public_id, form.cut()),
            propose=lambda: service.cut(actor, public_id, form.cut()),
            shown={"lines": rows},
        )
    )


@guard.requires("plan:propose")
def withdraw_release(public_id: str) -> Response | tuple[str, int]:
    """Propose to take released money back by rule."""
    actor, head = guard.actor(), head_of(public_id)
    rows = [row for row in _lines(head) if row.held]
    form = with_rows(forms.WithdrawalForm, _fields(rows))()
    form.rule.offer([(str(rule), say(rule.label, {})) for rule in Rule])
    return answer(
        Sheet(
            ActKind.withdraw,
            head,
            form,
            "allocation/withdraw.html",
            ask=lambda: service.ask_withdrawal(actor, public_id, form.withdrawal(seen=False)),
            propose=lambda: service.withdraw_release(actor, public_id, form.withdrawal(seen=True)),
            shown={"lines": rows, "units": lines.share_rows(actor.scope, chosen(), head)},
            holders=lambda error: _paid(head, error),
        )
    )


def _paid(head: Head, error: DomainError) -> Holding | None:
    """Return the payments that a withdrawal would reach, else who holds what is asked for."""
    if getattr(error, "code", "") == "withdraw.paid":
        return payments(guard.scope(), chosen(), head.id)
    return holding(guard.scope(), chosen(), error)


@guard.requires("plan:propose")
def reshare(public_id: str) -> Response | tuple[str, int]:
    """Propose to move shares between units."""
    actor, head = guard.actor(), head_of(public_id)
    rows = lines.share_rows(actor.scope, chosen(), head)
    fields = [(row.envelope_id, row.public_id, row.unit) for row in rows]
    form = forms.with_back(with_rows(forms.ReshareForm, fields), fields)()
    return answer(
        Sheet(
            ActKind.reshare,
            head,
            form,
            "allocation/reshare.html",
            ask=lambda: service.ask_reshare(actor, public_id, form.reshare()),
            propose=lambda: service.reshare(actor, public_id, form.reshare()),
            shown={"units": rows},
        )
    )


@guard.requires("plan:propose")
def relist(public_id: str) -> Response | tuple[str, int]:
    """Propose to change the list of projects."""
    actor, head = guard.actor(), head_of(public_id)
    rows = _lines(head)
    form = with_rows(forms.RelistForm, _fields(rows))()
    contents = projects.contents_for(head.year)
    form.new_content.offer([(content.code, content.name(chosen())) for content in contents], blank="")
    return answer(
        Sheet(
            ActKind.relist,
            head,
            form,
            "allocation/relist.html",
            ask=lambda: service.ask_relist(actor, public_id, form.relist()),
            propose=lambda: service.relist(actor, public_id, form.relist()),
            shown={"lines": rows},
            checked=lambda asked: {"newline": form.new_project.data if asked.beside else None},
        )
    )


@guard.requires("plan:propose")
def transfer(public_id: str) -> Response | tuple[str, int]:
    """Propose to transfer from one line to another."""
    actor, head, form = guard.actor(), head_of(public_id), forms.TransferForm()
    rows = _lines(head)
    form.source.offer([(row.public_id, _called(row)) for row in rows if row.listed], blank="")
    open_rows = [row for row in rows if row.project is None or not row.project.closed]
    form.target.offer([(row.public_id, _called(row)) for row in open_rows], blank="")
    return answer(
        Sheet(
            ActKind.transfer,
            head,
            form,
            "allocation/transfer.html",
            ask=lambda: service.ask_transfer(actor, public_id, form.transfer()),
            propose=lambda: service.transfer(actor, public_id, form.transfer()),
            shown={"lines": rows},
        )
    )


def _lines(head: Head) -> tuple[LineRow, ...]:
    return lines.line_rows(guard.scope(), chosen(), head).rows


def _fields(rows: list[LineRow] | tuple[LineRow, ...]) -> list[tuple[int, str, str]]:
    return [(row.envelope_id, row.public_id, row.label) for row in rows]


def _called(row: LineRow) -> str:
    """Return a line as a choice: project, unit, listed and unspent (in the reader's unit)."""
    name = row.project.name if row.project else ""
    return f"{row.label} · {name} · {row.unit} ({money(row.listed)} / {money(row.held)})"
