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
    "plan, as head": lambda target: owners(target) & HEADS,
    "work": workers,
    "decide": lambda target: workers(target) & (HEADS | {"agency"}),
    "propose": deciders,
    "return": lambda target: deciders(target) & HEADS,
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
TRAILS = (
    "",
    *(
        f"?kind={kind}"
        for kind in ("project", "fund", "proposal", "act", "commitment", "user", "ledger_complete")
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
OK = frozenset({200})

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
    "allocation.approve": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("amount", "1000"))),
    "allocation.release": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("percent", "100"))),
    "allocation.list_lines": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.annex": Door(WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("text", "Mã\tSố tiền\nx\t5"))),
    "allocation.share": Door(WORKING, "fund", "plan", sends=ACT_FIELDS),
    "allocation.act": Door(READING, "act", says=OK),
    "allocation.reverse": Door(READING, "act", "propose", sends=ACT_FIELDS),
    "allocation.book_page": Door(READING, "envelope", asks=("", "?counter=assigned"), says=OK),
    "allocation.proposals": Door(READING, asks=("", "?unit=million"), says=OK),
    "allocation.proposal": Door(READING, "proposal", says=OK),
    "allocation.book": Door(READING, "proposal", "book"),
    "allocation.send_back": Door(READING, "proposal", "return", sends=(("reason", "qua"),)),
    "allocation.withdraw": Door(READING, "proposal"),
    "projects.index": Door(READING, asks=LISTS, says=OK),
    "projects.new": Door(WORKING),
    "projects.show": Door(READING, "project", says=OK),
    "projects.edit": Door(WORKING, "project", "work"),
    "projects.move": Door(WORKING, "project", "decide", values=(("target", "accepted"),)),
    "projects.add_line": Door(WORKING, "project", "work"),
    "projects.add_beneficiary": Door(WORKING, "project", "work", sends=(("name", "Cơ sở"),)),
    "projects.change_beneficiary": Door(WORKING, "project party", "work", sends=(("name", "Cơ sở"),)),
    "projects.drop_beneficiary": Door(WORKING, "project party", "work"),
    "projects.add_other_money": Door(WORKING, "project", "work"),
    "projects.drop_other_money": Door(WORKING, "project money", "work"),
    "projects.indicators": Door(WORKING, "project", "work"),
    "disbursement.assign": Door(WORKING, "share", "work"),
    "disbursement.commit": Door(WORKING, "line", "work"),
    "disbursement.commit_again": Door(WORKING, "commitment", "work"),
    "disbursement.contract": Door(READING, "commitment", says=OK),
    "disbursement.advance": Door(WORKING, "commitment", "work"),
    "disbursement.pay": Door(WORKING, "commitment", "work"),
    "disbursement.accept": Door(WORKING, "commitment", "work"),
    "disbursement.opening": Door(
        WORKING, "fund", "plan", sends=(*ACT_FIELDS, ("text", "Mã\tKế hoạch\nx\t5"))
    ),
    "disbursement.sent": Door(READING, "proposal", says=OK),
}
