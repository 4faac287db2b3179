"""The person who acts, what that person was granted, and the scope that follows: plain values, fixed for
one request.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from promotion.access.permissions import NOT_BY_STAND_INS, OF_ROLE
from promotion.kernel.choices import Level, Role
from promotion.kernel.errors import Forbidden
from promotion.kernel.text import mark as N_


@dataclass(frozen=True)
class Scope:
    """What a read may see. What is outside does not exist.

    A record is inside when `everything` holds, or its province is one of `homes`, or its unit one of `units`;
    and, with `national_only`, when its money is national.
    """

    everything: bool = False
    units: frozenset[int] = frozenset()
    homes: frozenset[str] = frozenset()
    national_only: bool = False

    def covers(self, *, home: str | None, unit_id: int | None, level: Level | str | None = None) -> bool:
        """Tell whether a record with these attributes is inside."""
        if self.national_only and level is not None and level != Level.national:
            return False
        return self.everything or home in self.homes or unit_id in self.units


NOTHING = Scope()
EVERYTHING = Scope(everything=True)


@dataclass(frozen=True)
class Right:
    """One grant as it stands today: the role, the units it acts for (with their predecessors), what it may
    see.
    """

    role: Role
    units: frozenset[int]
    scope: Scope
    region: str | None = None
    stands_in_for: str | None = None
    """The name of the person in whose place it is held."""

    @property
    def permissions(self) -> frozenset[str]:
        """What the role holds; in another's place a little less."""
        return OF_ROLE[self.role] - (NOT_BY_STAND_INS if self.stands_in_for is not None else frozenset())


@dataclass(frozen=True)
class Actor:
    """A signed-in person, or the program itself (operators' commands, demonstration data)."""

    user_id: int
    name: str
    email: str
    rights: tuple[Right, ...]
    language: str = "vi"
    permissions: frozenset[str] = field(init=False)
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        """Work out what follows from the rights once."""
        object.__setattr__(
            self, "permissions", frozenset().union(*(right.permissions for right in self.rights))
        )
        object.__setattr__(self, "scope", _union(right.scope for right in self.rights))

    def may(self, permission: str) -> bool:
        """Tell whether any right holds the permission, wherever."""
        return permission in self.permissions

    def may_for(self, permission: str, unit_id: int | None) -> bool:
        """Tell whether a right that acts for this unit holds the permission."""
        return any(permission in right.permissions and unit_id in right.units for right in self.rights)

    def units_for(self, permission: str) -> frozenset[int]:
        """Return the units for which this person holds the permission."""
        return frozenset().union(*(right.units for right in self.rights if permission in right.permissions))

    def in_place_of(self, permission: str, unit_id: int | None) -> str | None:
        """Return whose place this person takes by this permission, for a unit or (None) wherever; None when it is held
        in the own name too.
        """
        held = [
            right.stands_in_for
            for right in self.rights
            if permission in right.permissions and (unit_id is None or unit_id in right.units)
        ]
        return held[0] if held and None not in held else None

    def require(self, permission: str) -> None:
        """Raise `Forbidden` unless any right holds the permission."""
        if not self.may(permission):
            raise Forbidden(N_("Your grants do not allow this act."))

    def require_for(self, permission: str, unit_id: int | None) -> None:
        """Raise `Forbidden` unless a right that acts for this unit holds the permission."""
        if not self.may_for(permission, unit_id):
            raise Forbidden(N_("Your grants do not allow this act for this unit."))


def _union(scopes: Iterable[Scope]) -> Scope:
    """Join scopes that see all money; a scope of national money counts only when there is no other.

    A viewer of national money who also works for a unit would need two scopes at once. Such a mix is refused
    where grants are given (accounts); should one arise all the same, the person sees less, never more.
    """
    known = [scope for scope in scopes if scope != NOTHING]
    known = [scope for scope in known if not scope.national_only] or known
    return Scope(
        everything=any(scope.everything for scope in known),
        units=frozenset().union(*(scope.units for scope in known)),
        homes=frozenset().union(*(scope.homes for scope in known)),
        national_only=any(scope.national_only for scope in known),
    )
