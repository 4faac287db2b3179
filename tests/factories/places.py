"""The places of the small country that access is proven on, and the words by which a leak from each is recognised.

Two provinces that both merged in 2025 (An Giang with Kiên Giang before it; Đồng Tháp as the foreign one), one in the
north, and a central unit without a province. Every text a person typed about a place holds the place's word, with
`n` for national money and `l` for local: `qzxdtl` seen by a clerk of An Giang is a leak, and says from where.
"""

from dataclasses import dataclass

WORD = "qzx"


@dataclass(frozen=True)
class Place:
    """A place: its short name, province key (None for central units), centre, department, its predecessor."""

    name: str
    home: str | None
    centre: str
    department: str
    predecessor: str | None = None

    @property
    def year(self) -> int:
        """Return the year in which the place has money of every kind that it ever has."""
        return 2025 if self.home and self.home.startswith("2025") else 2024

    def word(self, level: str) -> str:
        """Return the word that marks texts about this place."""
        return f"{WORD}{self.name}{level[0]}"


PLACES = {
    place.name: place
    for place in (
        Place("ag", "2025-91", "centre-2025-91", "department-2025-91", "kg"),
        Place("kg", "2024-91", "centre-2024-91", "department-2024-91"),
        Place("dt", "2025-82", "centre-2025-82", "department-2025-82", "tg"),
        Place("tg", "2024-82", "centre-2024-82", "department-2024-82"),
        Place("tn", "2025-19", "centre-2025-19", "department-2025-19"),
        Place("ip", None, "ipc1", "agency"),
    )
}
COUNTRY = "qzxvn"
"""The word of what the ministry decides for several provinces at once."""

PERSON = "qzp"
"""How the names of people begin; the short name of their place follows."""


def between(home: str, level: str) -> str:
    """Return the word of a central unit's project in a province: both see it."""
    return f"{WORD}i{home}{level[0]}"


def words() -> dict[str, tuple[frozenset[str], str]]:
    """Return every word of a place, with the places and the level of what it marks."""
    known = {
        place.word(level): (frozenset({place.name}), level)
        for place in PLACES.values()
        for level in ("national", "local")
    }
    return known | {between("tg", "national"): (frozenset({"ip", "tg"}), "national")}


@dataclass(frozen=True)
class Sees:
    """What a role of these tests may see: places, and whether of national money only."""

    places: frozenset[str] = frozenset()
    national_only: bool = False
    whole: bool = False  # sees what belongs to no single place: the national fund itself

    def covers(self, places: frozenset[str], level: str) -> bool:
        """Tell whether something that touches these places at this level shows."""
        if self.national_only and level != "national":
            return False
        return bool(places & self.places) or self.whole


_ALL = frozenset(PLACES)
_OURS = frozenset({"ag", "kg"})

SEES = {
    "clerk": Sees(_OURS),
    "sister clerk": Sees(_OURS),
    "head": Sees(_OURS),
    "sister head": Sees(_OURS),
    "foreign clerk": Sees(frozenset({"dt", "tg"})),
    "foreign head": Sees(frozenset({"dt", "tg"})),
    "central clerk": Sees(frozenset({"ip"})),
    "agency": Sees(_ALL, whole=True),
    "agency head": Sees(_ALL, whole=True),
    "finance": Sees(_ALL, national_only=True, whole=True),
    "organiser": Sees(frozenset({"ag", "kg", "dt", "tg"})),
    "auditor": Sees(_ALL, whole=True),
    "administrator": Sees(),
    "nobody": Sees(),
    "past": Sees(),
    "locked": Sees(),
    "anonymous": Sees(),
}
"""Who sees what. Independent of the program: this is what it must agree with."""

ROLES = tuple(SEES)
