"""What units, projects, contents and envelopes are called: many at once, so that no row asks for itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import today
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope
from promotion.projects import queries as projects
from promotion.projects.rules import CLOSED
from promotion.units import queries as units
from promotion.units.models import Unit


@dataclass(frozen=True)
class ProjectName:
    """A project as a row shows it; a closed one (refused, stopped, settled) takes no more money."""

    code: str
    name: str
    public_id: str
    closed: bool = False


@dataclass(frozen=True)
class EnvelopeName:
    """An envelope as a row shows it: `detail` is a project's name, `note` the content of its line.

    `seen` tells whether the reader may open its ledger book: an entry may come from a fund seen only in part.
    """

    kind: Kind
    public_id: str
    name: str
    detail: str = ""
    note: str = ""
    seen: bool = True


@dataclass(frozen=True)
class Names:
    """The names that one page needs, in the reader's language, as they were in the fund's year."""

    scope: Scope
    language: str
    day: date
    units: Mapping[int, Unit] = field(default_factory=dict)
    projects: Mapping[int, ProjectName] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)

    def unit(self, unit_id: int) -> str:
        """Return a unit's name."""
        found = self.units.get(unit_id)
        return units.name(found, self.language, self.day) if found else "–"

    def order(self, unit_id: int) -> str:
        """Return the key that sorts units in Vietnamese order."""
        found = self.units.get(unit_id)
        return found.sort_key if found else ""

    def project(self, project_id: int | None) -> ProjectName | None:
        """Return a project's code and name, None when there is none."""
        return self.projects.get(project_id) if project_id is not None else None

    def content(self, code: str | None) -> str:
        """Return the wording of a content."""
        return self.contents.get(code, code) if code else ""

    def envelope(self, envelope: Envelope, fund_code: str) -> EnvelopeName:
        """Return how an envelope is called: the fund's code, the unit, or the project with its content."""
        kind = Kind(envelope.kind)
        seen = self.scope.covers(home=envelope.home, unit_id=envelope.unit_id, level=envelope.level)
        if kind is Kind.fund:
            return EnvelopeName(kind, envelope.public_id, fund_code, seen=seen)
        if kind is Kind.share:
            return EnvelopeName(kind, envelope.public_id, self.unit(envelope.unit_id), seen=seen)
        project = self.project(envelope.project_id)
        return EnvelopeName(
            kind,
            envelope.public_id,
            project.code if project else f"{fund_code}/{envelope.id}",
            project.name if project else "",
            self.content(envelope.content_code),
            seen,
        )


def name_day(year: int) -> date:
    """Return the day whose names a fund's pages use: the last of its budget year, or today before that."""
    return min(date(year, 12, 31), today())


def names_for(scope: Scope, envelopes: Iterable[Envelope], language: str, year: int) -> Names:
    """Return the names that these envelopes need; projects as far as the reader sees them."""
    found = list(envelopes)
    return names(
        scope,
        language,
        year,
        unit_ids={envelope.unit_id for envelope in found},
        project_ids={envelope.project_id for envelope in found if envelope.project_id is not None},
    )


def names(
    scope: Scope,
    language: str,
    year: int,
    *,
    unit_ids: Collection[int] = (),
    project_ids: Collection[int] = (),
) -> Names:
    """Return names of units and projects by row id; contents come with projects."""
    found = projects.by_ids(scope, project_ids) if project_ids else {}
    contents = catalogue.contents() if project_ids else ()
    return Names(
        scope,
        language,
        name_day(year),
        units.by_ids(unit_ids),
        {
            one.id: ProjectName(one.code, one.name, one.public_id, closed=one.state in CLOSED)
            for one in found.values()
        },
        {content.code: content.name(language) for content in contents},
    )
