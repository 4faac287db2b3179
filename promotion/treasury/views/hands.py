"""What people decide about a statement: join, split, explain, sign off, remove."""

from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import TREASURY_IMPORT, TREASURY_MATCH, TREASURY_SIGN
from promotion.kernel.errors import Forbidden, NotFound
from promotion.kernel.text import mark as N_
from promotion.kernel.text import search_key
from promotion.treasury import queries, service, signing
from promotion.treasury.cases import Case, Comparison
from promotion.treasury.comparing import compare
from promotion.treasury.forms import DropForm, ExplainForm, PickForm, SignForm, SplitForm
from promotion.treasury.models import Statement
from promotion.treasury.rules import LEFT, Group
from promotion.treasury.views.page import PER_PAGE, Answer, facts, shown
from promotion.web.pages import page, send


def _own(public_id: str, permission: str) -> Statement:
    """Return a statement that this person may change; a signed one takes nothing more."""
    actor = guard.actor()
    found = queries.statement(actor.scope, public_id)
    actor.require_for(permission, found.unit_id)
    if found.signed:
        raise Forbidden(N_("This statement is signed off: nothing of it can be changed any more."))
    return found


def _back(found: Statement, group: Group | None = None) -> str:
    return url_for(".statement", public_id=found.public_id, group=None if group is None else str(group))


@guard.requires(TREASURY_MATCH)
def explain(public_id: str) -> Answer:
    """Say why what was ticked is left."""
    found = _own(public_id, TREASURY_MATCH)
    form = ExplainForm()
    form.offer()
    group = _group_of(request.args.get("group", ""))
    done = send(
        form,
        lambda: _back(service.explain(guard.actor(), public_id, form.picked(), form.draft()), group=group),
        _("Explained."),
    )
    return done or shown(compare(found), form, group)


def _group_of(text: str) -> Group:
    return next((group for group in LEFT if str(group) == text), Group.theirs)


@guard.requires(TREASURY_MATCH)
def match(public_id: str) -> Answer:
    """Put rows and acts together by hand."""
    found = _own(public_id, TREASURY_MATCH)
    form = PickForm()
    done = send(form, lambda: _joined(service.join(guard.actor(), public_id, form.picked())))
    if done:
        return done
    comparison = compare(found)
    about = comparison.by_key.get(request.args.get("for", ""))
    words = search_key(request.args.get("q", ""))
    theirs, ours = (
        _near([case for case in comparison.of(group) if _says(case, words)], about)
        for group in (Group.theirs, Group.ours)
    )
    return page(
        "treasury/match.html",
        form=form,
        about=about,
        theirs=theirs[:PER_PAGE],
        ours=ours[:PER_PAGE],
        counts=(len(theirs), len(ours)),
        picked=set(form.picked()) or ({about.key} if about else set()),
        most=PER_PAGE,
        **facts(comparison),
    )


def _joined(found: Statement) -> str:
    return url_for(".match", public_id=found.public_id)


def _says(case: Case, words: str) -> bool:
    """Tell whether a case holds what is searched: in a voucher, a payee, the content, or the digits of its amount."""
    if not words:
        return True
    texts = [text for row in case.rows for text in (row.voucher, row.payee, row.content)]
    texts += [act.voucher for act in case.acts]
    texts += [one.party for act in case.acts for one in act.contracts]
    digits = words.replace(".", "").replace(",", "").replace(" ", "")
    return words in search_key(" · ".join(texts)) or (
        digits.isdigit() and digits in str(abs(case.difference))
    )


def _near(cases: Sequence[Case], about: Case | None) -> list[Case]:
    """Return cases with what is nearest to one of them first: its amount, then its day."""
    if about is None:
        return list(cases)
    size, day = abs(about.difference), about.day
    return sorted(
        cases,
        key=lambda case: (
            case is not about,
            abs(abs(case.difference) - size),
            abs((case.day - day).days),
            case.key,
        ),
    )


@guard.requires(TREASURY_MATCH)
def split(public_id: str) -> Answer:
    """Ask whether what stands together is taken apart, and do it."""
    found = _own(public_id, TREASURY_MATCH)
    form = SplitForm(data={"key": request.args.get("key", "")})
    done = send(
        form,
        lambda: _back(service.split(guard.actor(), public_id, form.key.data or ""), group=Group.theirs),
        _("Taken apart."),
    )
    if done:
        return done
    comparison = compare(found)
    case = _joined_case(comparison, form.key.data or "")
    return page("treasury/split.html", form=form, case=case, **facts(comparison))


def _joined_case(comparison: Comparison, key: str) -> Case:
    case = comparison.by_key.get(key)
    if case is None or case.group not in {Group.matched, Group.differ}:
        raise NotFound
    return case


@guard.requires(TREASURY_SIGN)
def sign(public_id: str) -> Answer:
    """Show what is signed, and sign it off."""
    found = _own(public_id, TREASURY_SIGN)
    if found.uploaded_by == guard.actor().user_id:
        raise Forbidden
    comparison = compare(found)
    form = SignForm(data={"shown": comparison.mark})
    done = send(
        form,
        lambda: _back(signing.sign(guard.actor(), public_id, form.note.data or "", form.shown.data or "")),
        _("The statement is signed off."),
    )
    if done:
        return done
    form.shown.data = comparison.mark
    return page("treasury/sign.html", form=form, **facts(comparison))


@guard.requires(TREASURY_IMPORT)
def drop(public_id: str) -> Answer:
    """Ask why a statement is removed, and remove it."""
    found = _own(public_id, TREASURY_IMPORT)
    form = DropForm()
    done = send(form, lambda: _dropped(public_id, form.reason.data or ""), _("The statement was removed."))
    return done or page("treasury/drop.html", form=form, **facts(compare(found)))


def _dropped(public_id: str, reason: str) -> str:
    signing.drop(guard.actor(), public_id, reason)
    return url_for(".index")
