"""The declaration: each door of the house, who may open it, what it opens on, and what more an act there needs.

This one table is the expected answer of the walk (test_walk.py). A door that is not in it fails the walk.
"""

from dataclasses import dataclass

from tests.factories.places import ROLES, SEES
from tests.factories.targets import Target

OUTSIDE = frozenset({"anonymous", "locked"})  # sent to the sign-in page
SIGNED_IN = frozenset(ROLES) - OUTSIDE
WITH_GRANT = SIGNED_IN - {"nobody", "past"}
READING = WITH_GRANT - {"administrator"}
HEADS = frozenset({"head", "sister head", "foreign head", "agency head"})
WORKING = READING - {"finance", "organiser", "auditor"}
PLANNING = WORKING - {"clerk", "head", "central clerk"}
ADMINISTRATORS = frozenset({"administrator"})
STATING = frozenset({"agency", "agency head"})
IMPORTING = frozenset({"agency", "agency head"})
MANAGING = ADMINISTRATORS | HEADS
TRAIL = WORKING | ADMINISTRATORS | {"auditor"}
ASKING = frozenset({"agency", "agency head", "organiser"})
REPORTING = frozenset({"agency", "agency head", "organiser", "auditor"})

# Whose people act, by the short name of the place: the centre that spends, the department that plans.
CENTRE = {
    **dict.fromkeys(("ag", "kg"), frozenset({"clerk", "head"})),
    **dict.fromkeys(("dt", "tg"), frozenset({"foreign clerk", "foreign head"})),
    "ip": frozenset({"central clerk", "agency", "agency head"}),
    "tn": frozenset[str](),
}
DEPARTMENT = {
    **dict.fromkeys(("ag", "kg"), frozenset({"sister clerk", "sister head"})),
    **dict.fromkeys(("dt", "tg"), frozenset({"foreign clerk", "foreign head"})),
    "ip": frozenset[str](),
    "tn": frozenset[str](),
}
AGENCY = frozenset({"agency", "agency head"})


def owners(target: Target) -> frozenset[str]:
    """Return the people of the fund behind a target: the agency, or the department of the province."""
    return AGENCY if target.level == "national" else DEPARTMENT[target.unit or ""]


def workers(target: Target) -> frozenset[str]:
    """Return the people of the unit that carries a target out."""
    return CENTRE[target.unit or ""]


def deciders(target: Target) -> frozenset[str]:
    """Return who may propose something about an act or proposal: the fund's owner, or the unit that spends."""
    return owners(target) if target.plan else workers(target)


# Whose people a head manages.
PEOPLE = {
    "head": frozenset({"clerk", "head"}),
    "sister head": frozenset({"sister clerk", "sister head"}),
    "foreign head": frozenset({"foreign clerk", "foreign head"}),
    "agency head": frozenset({"agency", "agency head", "central clerk", "central head"}),
}

ACTS = {
    "see": lambda target: SIGNED_IN,
    "plan": owners,
    "whole": lambda target: frozenset(
        role
        for role, sees in SEES.items()
        if (
            sees.whole
            if target.level == "national"
            else sees.covers(frozenset({target.unit or ""}), target.level)
        )
    ),
    "plan, as head": lambda target: owners(target) & HEADS,
    "work": workers,
    "decide": lambda target: workers(target) & (HEADS | {"agency"}),
    "head": lambda target: workers(target) & HEADS,
    "propose": deciders,
    "return": lambda target: deciders(target) & HEADS,
    "report": lambda target: workers(target) | owners(target),
    "settle": lambda target: (workers(target) | owners(target)) & HEADS,
    "answer": lambda target: workers(target) - {"agency"},
    "follow": lambda target: AGENCY,
    "book": lambda target: (deciders(target) & HEADS) - {target.proposer},
}


# What belongs to no place: reference data, acts on the map, accounts.
FREE = frozenset({"province", "unit", "file", "publication", "reorganisation", "reorganisation kind"})


@dataclass(frozen=True)
class Door:
    """One endpoint.

    `who` may come in at all; `kind` is what the address names; `act` is what more is needed of those who see it.
    `asks` are questions put in the address; `sends` the fields of a form; `says` what those who may are answered.
    """

    who: frozenset[str] | None
    kind: str | None = None
    act: str = "see"
    asks: tuple[str, ...] = ("",)
    sends: tuple[tuple[str, str], ...] = ()
    says: frozenset[int] = frozenset({200, 303, 409, 422})
    values: tuple[tuple[str, str], ...] = ()

    def answer(self, role: str, target: Target | None) -> frozenset[int]:
        """Return the statuses that this door may answer a role that asks for a target."""
        if self.who is None:
            return self.says
        if role in OUTSIDE:
            return frozenset({302})
        if role not in self.who:
            return frozenset({403})
        if target is None:
            return self.says
        if not target.exists or not self.shows(role, target):
            return frozenset({404})
        if role not in ACTS[self.act](target):
            return frozenset({403})
        return self.says

    def shows(self, role: str, target: Target) -> bool:
        """Tell whether a role sees a target; reference data belong to no place."""
        if self.kind in {"person", "grant"}:
            return role in ADMINISTRATORS or target.unit in PEOPLE.get(role, ())
        if self.kind == "session":
            return role == target.unit
        if self.kind == "sent statement":
            return role == target.proposer
        if self.kind == "question":  # a unit sees what is put to itself
            whole = role in ASKING | {"finance", "auditor"} and SEES[role].covers(target.places, target.level)
            return whole or role in workers(target)
        if self.kind == "notice":
            return role in CENTRE[target.unit or ""]
        return self.kind in FREE or SEES[role].covers(target.places, target.level)


FIGURES = tuple(
    f"?year={year}&by={by}&boundaries={boundaries}&unit={unit}"
    for year in (2024, 2025)
    for by in ("region", "province", "unit", "content", "level", "project")
    for boundaries, unit in (("recorded", "dong"), ("today", "million"))
) + ("?year=2024&as_of=31/12/2024&by=project", "?region=north&year=2025", "?year=x&by=y&as_of=z&boundaries=b")
BOARDS = (
    *("?year=2024&region=south", "?year=2025&province=2025-82", "?year=2024&province=2024-82&shown=100"),
    *(
        "?implementer=centre-2025-82&year=2025",
        "?implementer=ipc1&year=2024&by=content",
        "?year=2025&content=ND3&unit=dong",
    ),
    *(
        "?year=2025&boundaries=today&as_of=31/12/2025&sort=-approved",
        "?province=x&colour=y&sort=z&shown=w&unit=v",
    ),
)
LISTS = (
    *(
        "",
        "?q=ung+dung",
        "?q=co+so",
        "?province=2025-82",
        "?province=2024-82",
        "?carrier=centre-2025-82&year=2024",
    ),
    "?law=state_budget&way=tender",
    *("?region=north", "?level=local&sort=-listed", "?waiting=yes&content=ND3", "?page=99999", "?year=2024"),
)
BOOKS = tuple(
    f"?region={region}&year={year}&lang={language}"
    for region, year, language in (("south", 2024, "vi"), ("south", 2025, "en"), ("north", 2025, "vi"))
)
WHYS = (
    *(
        f"?measure={measure}&year=2024&by=level"
        for measure in ("approved", "released", "waiting", "projects")
    ),
    *(f"?measure=disbursed&year={year}&by=project&group=act&sort=-amount" for year in (2024, 2025)),
    *(
        f"?measure=assigned&year=2025&by=province&row={key}&boundaries=today"
        for key in ("2025-91", "2025-82")
    ),
    "?measure=released&year=2024&by=province&row=2024-82&unit=million&page=7",
    "?measure=projects&year=2025&by=content&level=local",
    "?measure=released&year=2024&by=region&row=rest:unassigned",
    "?measure=disbursed_of_released&year=2024&by=unit&row=centre-2025-82",
    "?measure=approved&year=x&by=y&as_of=z&boundaries=b&sort=x&group=y&page=z&unit=u",
)
ASKED = (
    "?measure=disbursed&year=2025&by=province&row=2025-91",
    "?measure=released&year=2024&by=region&row=south",
    "?measure=disbursed_of_released&year=2024&by=unit&row=centre-2025-82",
    "?measure=released&year=2024&by=region&row=rest:unassigned",
    "?measure=projects&year=x&by=level&row=national",
)
TRAILS = (
    "",
    *(
        f"?kind={kind}"
        for kind in (
            "project",
            "fund",
            "proposal",
            "act",
            "commitment",
            "user",
            "ledger_complete",
            "discrepancy",
            "scenario",
        )
    ),
    *(f"?place={code}" for code in ("centre-2025-82", "centre-2025-91", "agency")),
    *("?q=qzx", "?q=hd", "?person=qzp", "?person=operator", "?page=2", "?page=9999"),
    *(
        "?least=1&most=999.999.999.999",
        "?first=01/01/2020",
        "?act=ledger.book_pay",
        "?act=projects.add_other_money",
    ),
    "?first=31/02/2025&least=1,5&kind=x&act=y&place=z",
)
PARTS = ("", "?part=lines", "?part=lines&waiting=yes", "?part=acts", "?part=acts&unit=million")
ACT_FIELDS = (
    *(("document_number", "1/QĐ"), ("document_date", "11/08/2025"), ("document_issuer", "Sở")),
    *(("business_date", "11/08/2025"), ("reason", "x"), ("step", "check")),
)
SCENARIO = (
    *(
        ("name", "x"),
        ("direction", "withdraw"),
        ("amount", "1000"),
        ("rule_1", "pro-rata"),
        ("depth", "lines"),
    ),
    ("version", "1"),
)
BOOK_ASKS = (
    "",
    "?order=day&unit=million",
    "?year=2024&first=01/03/2024&last=31/12/2024",
    "?year=2025&kind=pay&print=yes",
    "?corrected=yes&after=3",
    "?order=day&after=3.2024-06-30",
    "?first=31/02/2025&kind=x&order=y&after=z&year=w",
)
GROUPS = ("matched", "differ", "theirs", "ours", "x")
STATEMENTS = ("", *(f"?group={group}" for group in GROUPS), "?page=9", "?print=yes")
OK = frozenset({200})
POLICIES = ("early_contract", "early_payment", "high_advance", "unruled_advance", "norm")
DESK = (
    *("", "?year=2024", "?year=2024&by=unit&level=local", "?year=2025&province=2025-82&by=fund"),
    *("?year=2024&province=2024-91&region=south&by=content&group=ND3B", "?year=2025&implementer=ipc1"),
    *("?fund=KCQG-2024&q=qzx", "?year=2024&group=2024-82", "?year=x&level=y&region=z&fund=v&province=w"),
)
WATCHED = ("", "?fund=KCQG-2024", "?unit=centre-2025-82", "?fund=x&unit=y")

DOORS: dict[str, Door] = {
    "static": Door(None, "file", says=frozenset({200, 404})),
    "operations.live": Door(None, says=OK),
    "operations.ready": Door(None, says=OK),
    "operations.ledger": Door(None, says=frozenset({503})),  # never recounted
    "accounts.sign_in": Door(None, asks=("", "?next=/projects"), says=frozenset({200, 302, 422})),
    "accounts.sign_out": Door(None, says=frozenset({303})),
    "accounts.language": Door(None, sends=(("language", "en"),), says=frozenset({303})),
    "accounts.welcome": Door(None, says=frozenset({200, 422})),
    "accounts.people": Door(MANAGING, asks=("", "?q=qzp", "?page=2"), says=OK),
    "accounts.add": Door(MANAGING),
    "accounts.person": Door(MANAGING, "person"),
    "accounts.end_grant": Door(MANAGING, "grant"),
    "accounts.set_active": Door(MANAGING, "person", sends=(("active", "no"),)),
    "accounts.make_code": Door(MANAGING, "person"),
    "accounts.stand_in": Door(MANAGING, "person"),
    "accounts.hand_over": Door(MANAGING, "person"),
    "accounts.account": Door(WITH_GRANT, says=OK),
    "accounts.password": Door(WITH_GRANT),
    "accounts.end_session": Door(WITH_GRANT, "session"),
    "accounts.end_others": Door(WITH_GRANT),
    "dashboard.looked_after": Door(READING, says=OK),
    "dashboard.home": Door(WITH_GRANT, asks=("", *FIGURES[:4], *BOARDS), says=frozenset({200, 302})),
    "dashboard.help": Door(WITH_GRANT, says=OK),
    "dashboard.style": Door(WITH_GRANT, says=OK),
    "catalogue.advance_rates": Door(WITH_GRANT, says=OK),
    "catalogue.conferences": Door(WITH_GRANT, says=OK),
    "catalogue.contents": Door(WITH_GRANT, says=OK),
    "catalogue.norms": Door(WITH_GRANT, says=OK),
    "catalogue.programmes": Door(WITH_GRANT, says=OK),
    "territory.provinces": Door(WITH_GRANT, asks=("", "?q=kien", "?region=south"), says=OK),
    "territory.province": Door(WITH_GRANT, "province", says=OK),
    "trails.index": Door(TRAIL, asks=TRAILS, says=OK),
    "trails.workbook": Door(TRAIL, asks=TRAILS, says=OK),
    "units.directory": Door(WITH_GRANT, asks=("", "?q=trung+tam", "?page=3"), says=OK),
    "units.unit": Door(WITH_GRANT, "unit", says=OK),
    "reorganisations.index": Door(WITH_GRANT, says=OK),
    "reorganisations.show": Door(
        WITH_GRANT, "reorganisation", asks=("", "?year=2024", "?year=2025"), says=OK
    ),
    "reorganisations.new": Door(ADMINISTRATORS, "reorganisation kind"),
    "reorganisations.undo": Door(ADMINISTRATORS, "reorganisation"),
    "figures.table": Door(READING, asks=("", *FIGURES), says=OK),
    "figures.glossary": Door(READING, says=OK),
    "figures.complete": Door(READING, says=OK),
    "figures.state_complete": Door(
        STATING, sends=(("where", "2025-91"), ("level", "local"), ("reason", "x"))
    ),
    "figures.why": Door(READING, asks=WHYS, says=OK),
    "figures.why_workbook": Door(READING, asks=WHYS, says=OK),
    "publications.index": Door(
        WITH_GRANT,
        asks=(
            "",
            "?year=2024&source=vietnam.vn",
            "?place=region/north/2025&show=differing",
            "?page=99",
            "?year=x",
        ),
        says=OK,
    ),
    "publications.figure": Door(WITH_GRANT, "publication", says=OK),
    "imports.index": Door(IMPORTING, asks=("", "?page=x"), says=frozenset({200, 303, 422})),
    "imports.apply": Door(IMPORTING, says=frozenset({422})),
    "imports.blank": Door(IMPORTING, says=OK),
    "publications.checks": Door(READING, asks=("", "?year=2024", "?year=x", "?page=99"), says=OK),
    "reports.conference": Door(REPORTING, asks=("", *BOOKS), says=OK),
    "reports.download": Door(REPORTING, asks=BOOKS, says=OK),
    "notices.index": Door(WORKING, asks=("", "?unread=yes", "?page=9"), says=OK),
    "notices.read": Door(WORKING, "notice"),
    "notices.read_all": Door(WORKING),
    "allocation.funds": Door(
        READING, asks=("", "?year=2024", "?year=2025&level=local", "?unit=million"), says=OK
    ),
    "allocation.silent": Door(
        READING, asks=("", "?year=2024&level=local", "?year=2025", "?year=x&level=y"), says=OK
    ),
    "allocation.silent_file": Door(READING, asks=("?year=2024", "?year=2025&level=local"), says=OK),
    "allocation.fund": Door(READING, "fund", asks=PARTS, says=OK),
    "allocation.open_fund": Door(PLANNING),
    "allocation.two_person": Door(HEADS, "fund", "plan, as head", sends=(("two_person", "no"),)),
    "planner.scenarios": Door(READING, "fund", "whole", says=OK),
    "planner.create": Door(WORKING, "fund", "plan", sends=SCENARIO),
    "planner.compare": Door(READING, "fund", "whole", asks=("", "?part=lines&only=differences"), says=OK),
    "planner.compare_file": Door(READING, "fund", "whole", says=OK),
    "planner.scenario": Door(
        READING, "scenario", asks=("", "?part=units", "?part=lines&province=2025-91&page=2"), says=OK
    ),
    "planner.scenario_file": Door(READING, "scenario", says=OK),
    "planner.edit": Door(WORKING, "scenario", "plan", sends=SCENARIO),
    "planner.refresh": Door(WORKING, "scenario", "plan", sends=(("version", "1"),)),
    "planner.delete": Door(WORKING, "scenario", "plan", sends=(("version", "7"),)),
    "planner.propose": Door(WORKING, "scenario", "plan", sends=ACT_FIELDS),
    "closing.periods": Door(HEADS, "fund", "plan, as head", sends=(("closes_2025-12-31", "20/01/2090"),)),
    "closing.year_end": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("step", "send"))),
    "closing.close": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "closing.statement": Door(READING, "fund", "whole", says=OK),
    "allocation.policies": Door(
        HEADS, "fund", "plan, as head", sends=(*((policy, "note") for policy in POLICIES), ("version", "1"))
    ),
    "allocation.approve": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("amount", "1000"))),
    "allocation.release": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("percent", "100"))),
    "allocation.list_lines": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.annex": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("text", "Mã\tSố tiền\nx\t5"))),
    "allocation.share": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.cut": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("amount", "1000"))),
    "allocation.withdraw_release": Door(
        WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("amount", "1000"), ("rule", "pro_rata"))
    ),
    "allocation.reshare": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.relist": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.transfer": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.request": Door(WORKING, "project", "work", sends=(*ACT_FIELDS, ("amount", "1000"))),
    "allocation.requests": Door(
        READING, asks=("", "?year=2024&level=local", "?year=x&level=y&unit=million"), says=OK
    ),
    "allocation.correct": Door(READING, "act", "propose", sends=ACT_FIELDS),
    "allocation.act": Door(READING, "act", says=OK),
    "allocation.reverse": Door(READING, "act", "propose", sends=ACT_FIELDS),
    "allocation.book_page": Door(READING, "envelope", asks=("", "?counter=assigned"), says=OK),
    "ledgerbooks.index": Door(READING, asks=("", "?year=2024", "?year=x"), says=OK),
    "ledgerbooks.fund": Door(READING, "fund", asks=BOOK_ASKS, says=OK),
    "ledgerbooks.fund_workbook": Door(READING, "fund", asks=BOOK_ASKS, says=OK),
    "ledgerbooks.unit": Door(READING, "unit book", asks=BOOK_ASKS, says=OK),
    "ledgerbooks.unit_workbook": Door(READING, "unit book", asks=BOOK_ASKS, says=OK),
    "ledgerbooks.project": Door(READING, "project", asks=BOOK_ASKS, says=OK),
    "ledgerbooks.project_workbook": Door(READING, "project", asks=BOOK_ASKS, says=OK),
    "allocation.proposals": Door(READING, asks=("", "?unit=million"), says=OK),
    "allocation.proposal": Door(READING, "proposal", says=OK),
    "allocation.book": Door(READING, "proposal", "book"),
    "allocation.waive": Door(READING, "proposal", sends=(("reason", "qua"), ("shown", "1"))),
    "allocation.send_back": Door(READING, "proposal", "return", sends=(("reason", "qua"),)),
    "allocation.withdraw": Door(READING, "proposal"),
    "projects.index": Door(READING, asks=LISTS, says=OK),
    "projects.new": Door(WORKING),
    "projects.show": Door(READING, "project", says=OK),
    "projects.edit": Door(WORKING, "project", "work"),
    "projects.move": Door(WORKING, "project", "decide", values=(("target", "accepted"),)),
    "projects.add_line": Door(WORKING, "project", "work"),
    "projects.line_terms": Door(WORKING, "line", "report", sends=(("law", "state_budget"), ("way", "order"))),
    "projects.add_beneficiary": Door(WORKING, "project", "work", sends=(("name", "Cơ sở"),)),
    "projects.change_beneficiary": Door(WORKING, "project party", "work", sends=(("name", "Cơ sở"),)),
    "projects.drop_beneficiary": Door(WORKING, "project party", "work"),
    "projects.add_other_money": Door(WORKING, "project", "work"),
    "projects.drop_other_money": Door(WORKING, "project money", "work"),
    "projects.indicators": Door(WORKING, "project", "work"),
    "papers.of_project": Door(
        READING, "project", asks=("", "?day=", "?day=01/06/2024&party=x", "?day=x"), says=OK
    ),
    "papers.project_file": Door(READING, "project", says=OK, values=(("kind", "letter"),)),
    "papers.of_contract": Door(READING, "commitment", asks=("", "?day=01/06/2024"), says=OK),
    "papers.contract_file": Door(
        READING, "commitment", asks=("", "?day=01/06/2024"), says=OK, values=(("kind", "advance"),)
    ),
    "papers.index": Door(READING, asks=("", "?unit=agency", "?unit=centre-2025-82", "?unit=x"), says=OK),
    "papers.fields": Door(READING, says=OK),
    "papers.standard": Door(READING, says=OK, values=(("kind", "letter"),)),
    "papers.version": Door(READING, "paper version", says=OK),
    "papers.template": Door(READING, "paper template", says=OK),
    "papers.replace": Door(HEADS, "paper template", "head"),
    "papers.go_back": Door(HEADS, "paper template", "head"),
    "disbursement.assign": Door(WORKING, "share", "work"),
    "disbursement.commit": Door(WORKING, "line", "work"),
    "disbursement.commit_again": Door(WORKING, "commitment", "work"),
    "disbursement.contract": Door(READING, "commitment", says=OK),
    "disbursement.advance": Door(WORKING, "commitment", "work"),
    "disbursement.pay": Door(WORKING, "commitment", "work"),
    "disbursement.accept": Door(WORKING, "commitment", "work"),
    **{
        f"disbursement.{verb}": Door(WORKING, "commitment", "work")
        for verb in (
            *("amend", "liquidate", "clear", "final_pay", "refund", "settle", "demand", "recover"),
            "repayment_plan",
        )
    },
    "disbursement.fail": Door(READING, "act", "propose"),
    "disbursement.late_refund": Door(WORKING, "line", "work"),
    "disbursement.shares": Door(WORKING, "line", "work"),
    "disbursement.move": Door(WORKING, "share", "work"),
    "disbursement.recoveries": Door(READING, says=OK),
    "disbursement.opening": Door(
        WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("text", "Mã\tKế hoạch\nx\t5"))
    ),
    "desk.index": Door(READING, asks=DESK, says=OK),
    "desk.stopped": Door(READING, asks=(*DESK, "?year=2024&page=9"), says=OK),
    **{
        f"desk.{name}": Door(READING, asks=(*DESK, "?year=2024&page=9"), says=OK)
        for name in ("waiting", "late")
    },
    **{f"desk.{name}_file": Door(READING, asks=DESK, says=OK) for name in ("waiting", "late")},
    "desk.stopped_file": Door(READING, asks=DESK, says=OK),
    "desk.days": Door(READING, asks=(*DESK, "?by=unit&group=centre-2025-91", "?by=x&page=9"), says=OK),
    "desk.days_file": Door(READING, asks=DESK, says=OK),
    "desk.idle": Door(
        READING, asks=(*DESK, "?year=2024&where=share&age=366&sort=days", "?where=x&age=y&sort=z"), says=OK
    ),
    "desk.idle_file": Door(READING, asks=(*DESK, "?year=2024&where=line"), says=OK),
    "desk.forecast": Door(READING, asks=(*DESK, "?year=2025&by=unit&basis=approved", "?basis=x"), says=OK),
    "desk.forecast_file": Door(READING, asks=(*DESK, "?year=2025&by=fund"), says=OK),
    "desk.committable": Door(READING, asks=(*DESK, "?by=unit&group=centre-2025-91", "?by=x&page=9"), says=OK),
    "desk.committable_file": Door(READING, asks=DESK, says=OK),
    "oversight.exceptions": Door(
        READING,
        asks=(*WATCHED, "?policy=norm&first=01/01/2024&last=31/12/2025", "?page=9", "?first=x"),
        says=OK,
    ),
    "oversight.exceptions_file": Door(READING, asks=(*WATCHED, "?first=31/02/2024"), says=OK),
    "oversight.advances": Door(READING, asks=(*WATCHED, "?age=91-180", "?q=qzx&age=z"), says=OK),
    "oversight.advances_file": Door(READING, asks=(*WATCHED, "?age=366"), says=OK),
    "disbursement.discrepancies": Door(READING, asks=("", "?show=all", "?unit=million"), says=OK),
    "disbursement.discrepancy": Door(READING, "discrepancy", says=OK),
    "disbursement.record_discrepancy": Door(WORKING, "line", "report", sends=(("figure", "accepted"),)),
    "disbursement.resolve_discrepancy": Door(HEADS, "discrepancy", "settle"),
    "disbursement.sent": Door(READING, "proposal", says=OK),
    "questions.index": Door(
        READING,
        asks=(
            "",
            "?state=overdue",
            "?q=qzx&sort=-due",
            "?mine=to",
            "?province=2025-82&year=2025",
            "?state=x&page=9",
        ),
        says=OK,
    ),
    "questions.workbook": Door(READING, asks=("", "?state=answered", "?year=x"), says=OK),
    "questions.ask": Door(ASKING, asks=("", *ASKED), sends=(("units", "centre-2025-82"), ("text", "x"))),
    "questions.show": Door(READING, "question", says=OK),
    "questions.answer": Door(
        WORKING - {"agency"}, "question", "answer", sends=(("text", "x"), ("version", "9"))
    ),
    "questions.again": Door(ASKING, "question", "follow", sends=(("text", "x"), ("version", "9"))),
    "questions.due": Door(ASKING, "question", "follow", sends=(("text", "x"), ("version", "9"))),
    "questions.close": Door(ASKING, "question", "follow", sends=(("text", "x"), ("version", "9"))),
    "treasury.index": Door(READING, asks=("", "?page=9", "?page=x"), says=OK),
    "treasury.new": Door(WORKING, sends=(("unit", "centre-2025-82"), ("account", "1"))),
    "treasury.waiting": Door(WORKING, "sent statement", asks=("", "?page=9")),
    "treasury.statement": Door(READING, "statement", asks=STATEMENTS, says=OK),
    "treasury.workbook": Door(READING, "statement", says=OK),
    "treasury.file": Door(READING, "statement", says=OK),
    "treasury.explain": Door(WORKING, "statement", "work", sends=(("pick", "r1"), ("reason", "fee"))),
    "treasury.match": Door(
        WORKING, "statement", "work", asks=("", "?q=qzx", "?q=1.000", "?for=r1"), sends=(("pick", "r1"),)
    ),
    # What names nothing that stands together is not there.
    "treasury.split": Door(
        WORKING, "statement", "work", sends=(("key", "r1"),), says=frozenset({200, 303, 404, 422})
    ),
    "treasury.sign": Door(HEADS, "statement", "head", sends=(("note", "x"), ("shown", "x"))),
    "treasury.drop": Door(WORKING, "statement", "work"),
}
