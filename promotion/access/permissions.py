"""Every permission of the house as `room:action`, and which role holds it. This table is the whole truth."""

from promotion.kernel.choices import Role

REFERENCE_READ = "reference:read"  # provinces, units, contents, norms: the same for everybody signed in
ACCOUNT_OWN = "account:own"  # one's own name, language, password
ACCOUNTS_MANAGE = "accounts:manage"  # people of one's own units
ACCOUNTS_ALL = "accounts:all"  # everybody's, and every role
TERRITORY_CHANGE = "territory:change"  # merge, rename, move provinces; succession of units
PROJECTS_READ = "projects:read"
PROJECTS_WRITE = "projects:write"  # record and edit projects of one's own unit
PROJECTS_DECIDE = "projects:decide"  # approve, refuse, stop
MONEY_READ = "money:read"  # funds, proposals, acts, entries
PLAN_PROPOSE = "plan:propose"  # plan, listing, release, share: the owner of the fund
PLAN_BOOK = "plan:book"
SPEND_PROPOSE = "spend:propose"  # assign, commit, advance, pay, accept: the unit that spends
SPEND_BOOK = "spend:book"
TREASURY_IMPORT = "treasury:import"  # statements of the treasury about the accounts of one's own unit
TREASURY_MATCH = "treasury:match"
TREASURY_SIGN = "treasury:sign"
FIGURES_READ = "figures:read"
COMPLETENESS_STATE = "completeness:state"  # from which year the ledger of a province and level is complete
FIGURES_IMPORT = (
    "figures:import"  # published totals from files: the agency, which publishes and answers for them
)
REPORTS_MAKE = "reports:make"
PAPERS_READ = "papers:read"  # papers of the projects in sight, and the templates they are made from
PAPERS_REPLACE = "papers:replace"  # the templates of one's own unit; the agency's hold for all
NOTICES_READ = "notices:read"  # what one's own units are told
QUESTIONS_ASK = "questions:ask"  # put a question on a figure to a unit, and go on with it
QUESTIONS_ANSWER = "questions:answer"  # for one's own unit
HISTORY_READ = "history:read"  # who changed what: on the pages of the object, and in the search of the trail

_EVERYBODY = {REFERENCE_READ, ACCOUNT_OWN}
_READING = _EVERYBODY | {PROJECTS_READ, MONEY_READ, FIGURES_READ, PAPERS_READ}
_WORKING = _READING | {HISTORY_READ, NOTICES_READ, PROJECTS_WRITE, PLAN_PROPOSE, SPEND_PROPOSE}
_WORKING |= {TREASURY_IMPORT, TREASURY_MATCH}

OF_ROLE: dict[Role, frozenset[str]] = {
    Role.clerk: frozenset(_WORKING | {QUESTIONS_ANSWER}),
    Role.head: frozenset(
        _WORKING
        | {
            QUESTIONS_ANSWER,
            PROJECTS_DECIDE,
            PLAN_BOOK,
            SPEND_BOOK,
            TREASURY_SIGN,
            ACCOUNTS_MANAGE,
            PAPERS_REPLACE,
        }
    ),
    Role.agency: frozenset(
        _WORKING | {QUESTIONS_ASK, PROJECTS_DECIDE, REPORTS_MAKE, FIGURES_IMPORT, COMPLETENESS_STATE}
    ),
    Role.finance_viewer: frozenset(_READING),
    Role.organiser: frozenset(_READING | {QUESTIONS_ASK, REPORTS_MAKE}),
    Role.auditor: frozenset(_READING | {HISTORY_READ, REPORTS_MAKE}),
    Role.administrator: frozenset(
        _EVERYBODY | {ACCOUNTS_MANAGE, ACCOUNTS_ALL, TERRITORY_CHANGE, HISTORY_READ}
    ),
}

NOT_BY_STAND_INS = frozenset({ACCOUNTS_MANAGE, ACCOUNTS_ALL, TERRITORY_CHANGE})
"""What nobody does in another's place: a week's stand-in would make people for years."""

ALL = frozenset().union(*OF_ROLE.values())
