"""Invented names: people whose given names say that they are samples, establishments, communes, clusters, tax codes.

Nobody and no firm of the practice data exists: given names and brands are words such as "Mẫu" (sample) and "Thử"
(trial), and tax codes begin with 99, which no province uses.
"""

from dataclasses import dataclass
from itertools import count, product
from random import Random

from stdnum.vn import mst

from promotion.practice.chance import seeded

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thu", "Hữu")
_GIVEN = ("Thử", "Mẫu", "Nháp", "Tập", "Ví Dụ")

_FORMS = ("Công ty TNHH", "Công ty TNHH MTV", "Hợp tác xã", "Công ty Cổ phần", "Cơ sở", "Hộ kinh doanh")
_BRANDS = ("An", "Bình", "Cường", "Đại", "Gia", "Hòa", "Hưng", "Khang", "Kim", "Lộc", "Nam", "Ngọc", "Phát", "Phú",
           "Quang", "Sơn", "Tân", "Thành", "Thịnh", "Tiến", "Toàn", "Vạn", "Việt", "Vĩnh", "Xuân")  # fmt: skip
_MARKS = ("Thử", "Mẫu", "Nháp", "Ví Dụ", "Giả Định", "Thí Dụ")

_NORTHERN = ("Yên", "Đức", "Quang", "Minh", "Thanh", "Liên", "Vân", "Kim", "Đại", "Phúc", "Hợp", "Tân")
_SOUTHERN = ("Tân", "Phú", "Bình", "Long", "Vĩnh", "Mỹ", "An", "Hòa", "Đông", "Thạnh", "Phước", "Hưng")
_SECOND = (
    "Lập",
    "Thuận",
    "Thành",
    "Sơn",
    "Lợi",
    "Khánh",
    "Tiến",
    "Thịnh",
    "Hải",
    "Xuân",
    "Phong",
    "Giang",
    "Lộc",
)
_VILLAGES = {
    ("xã", True): "Ấp",
    ("xã", False): "Thôn",
    ("phường", True): "Khu phố",
    ("phường", False): "Tổ dân phố",
}
_COMMUNES, _TOWN = 9, 4  # communes of a province; one in so many is a ward


@dataclass(frozen=True)
class Firm:
    """An establishment that is supported."""

    name: str
    tax_code: str
    address: str


@dataclass(frozen=True)
class Place:
    """A province as invented addresses need it: its name inside a sentence, and communes that do not exist."""

    key: str
    name: str
    communes: tuple[str, ...]
    southern: bool


def people() -> list[str]:
    """Return invented full names, each once, families mixed."""
    made = [f"{family} {middle} {given}" for given, middle, family in product(_GIVEN, _MIDDLES, _FAMILIES)]
    seeded("people").shuffle(made)
    return made


def place(key: str, name: str, *, southern: bool) -> Place:
    """Return a province with its invented communes; a district is never named, its level is gone."""
    chance = seeded(f"communes-{key}")
    firsts = _SOUTHERN if southern else _NORTHERN
    pairs = chance.sample([f"{first} {second}" for first in firsts for second in _SECOND], _COMMUNES)
    kinds = ["phường" if turn % _TOWN == 0 else "xã" for turn in range(_COMMUNES)]
    return Place(
        key, name, tuple(f"{kind} {pair}" for kind, pair in zip(kinds, pairs, strict=True)), southern
    )


def cluster(chance: Random, place: Place) -> str:
    """Return an invented name of an industrial cluster."""
    first = chance.choice(_SOUTHERN if place.southern else _NORTHERN)
    return f"{first} {chance.choice(_SECOND)} {chance.randint(1, 3)}"


class Firms:
    """The establishments of the practice country, made as they are asked for; each has one name and one tax code."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._made: dict[tuple[str, str], list[Firm]] = {}
        self._chance = seeded("firms")
        self._names: set[tuple[str, str]] = set()

    def of(self, place: Place, noun: str, wanted: int) -> list[Firm]:
        """Return that many establishments of a trade in a province, the same ones first each time."""
        known = self._made.setdefault((place.key, noun), [])
        while len(known) < wanted:
            known.append(self._new(place, noun))
        return known[:wanted]

    def _new(self, place: Place, noun: str) -> Firm:
        commune = self._chance.choice(place.communes)
        village = _VILLAGES[commune.split(" ", maxsplit=1)[0], place.southern]
        address = f"{village} {self._chance.randint(1, 9)}, {commune}, {place.name}"
        return Firm(self._name(place.key, noun), self._tax_code(), address)

    def _name(self, home: str, noun: str) -> str:
        """Return a name that no other establishment of the province has."""
        while True:
            form = self._chance.choice(_FORMS[:2] if "cụm" in noun else _FORMS)
            brand = f"{self._chance.choice(_BRANDS)} {self._chance.choice(_MARKS)}"
            name = f"{form} {noun[0].upper()}{noun[1:]} {brand}"
            if (home, name) not in self._names:
                self._names.add((home, name))
                return name

    def _tax_code(self) -> str:
        """Return the next tax code whose check digit exists."""
        while True:
            body = f"99{next(self._numbers) * 7919 % 9_999_991:07}"
            if body[2:] == "0000000":
                continue
            code = body + mst.calc_check_digit(body + "0")
            if mst.is_valid(code):
                return code
