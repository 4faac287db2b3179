"""The words that files use for units, parts of the year, levels and kinds of place. Plain Python."""

import re
from collections.abc import Mapping

from promotion.kernel.text import search_key
from promotion.publications.rules import Period, PlaceScope, PrintedUnit, PublishedLevel

_CURRENCY = re.compile(r"^(?:vnd|dong) | ?(?:vnd|dong|₫)$|(?:(?<=[ .])|(?<=^tr))d$")
_SCALES = {
    "": PrintedUnit.dong,
    **dict.fromkeys(("thousand", "nghin", "ngan"), PrintedUnit.thousand),
    **dict.fromkeys(("million", "trieu", "tr"), PrintedUnit.million),
    **dict.fromkeys(("billion", "ty", "ti"), PrintedUnit.billion),
}
_PERCENT = {"percent", "%", "phan tram", "pct", "per cent"}
_COUNTS = {
    *("count", "number", "so luong", "projects", "project", "tasks", "projects/tasks", "de an", "nhiem vu"),
    *("de an, nhiem vu", "people", "persons", "person-times", "workers", "trainees", "nguoi", "lao dong"),
    *(
        "hoc vien",
        "luot nguoi",
        "establishments",
        "establishment-times",
        "enterprises",
        "households",
        "co so",
    ),
    *(
        "co so cnnt",
        "luot co so",
        "doanh nghiep",
        "ho",
        "products",
        "san pham",
        "models",
        "mo hinh",
        "provinces",
    ),
    *("tinh", "tinh, thanh pho", "units", "don vi", "classes", "courses", "lop", "files", "ho so", "booths"),
    *("gian hang", "clusters", "cum", "brands", "nhan hieu", "lines", "day chuyen", "items"),
}

PERIODS: Mapping[str, Period] = {
    **{str(period): period for period in Period},
    **dict.fromkeys(("full year", "whole year", "ca nam", "nam"), Period.year),
    **dict.fromkeys(("6 thang", "6 thang dau nam", "6 months", "first 6 months"), Period.six_months),
    **dict.fromkeys(("9 thang", "9 thang dau nam", "9 months", "first 9 months"), Period.nine_months),
    **dict.fromkeys(("11 thang", "11 thang dau nam", "11 months", "first 11 months"), Period.eleven_months),
    **dict.fromkeys(("quy i", "quy 1"), Period.first_quarter),
    **dict.fromkeys(("quy ii", "quy 2"), Period.second_quarter),
    **dict.fromkeys(("quy iii", "quy 3"), Period.third_quarter),
    **dict.fromkeys(("quy iv", "quy 4"), Period.fourth_quarter),
}
SCOPES: Mapping[str, PlaceScope] = {
    **{str(scope): scope for scope in PlaceScope},
    **dict.fromkeys(("ca nuoc", "toan quoc", "quoc gia"), PlaceScope.country),
    **dict.fromkeys(("vung", "khu vuc"), PlaceScope.region),
    **dict.fromkeys(("tinh", "tinh, thanh pho", "dia phuong"), PlaceScope.province),
    **dict.fromkeys(("don vi",), PlaceScope.unit),
}
LEVELS: Mapping[str, PublishedLevel] = {
    **{str(level): level for level in PublishedLevel},
    **dict.fromkeys(("quoc gia", "kcqg", "khuyen cong quoc gia"), PublishedLevel.national),
    **dict.fromkeys(("dia phuong", "kcdp", "khuyen cong dia phuong"), PublishedLevel.local),
    **dict.fromkeys(("tong", "tong cong", "tong so", "chung"), PublishedLevel.total),
    **dict.fromkeys(("doi ung", "von doi ung"), PublishedLevel.counterpart),
}
REGIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("north", "northern", "northern region", "mien bac", "phia bac", "khu vuc phia bac"), "north"
    ),
    **dict.fromkeys(
        (
            *("central", "central region", "central & central highlands", "central and central highlands"),
            *("central region and central highlands", "mien trung", "mien trung - tay nguyen"),
            *("mien trung tay nguyen", "mien trung va tay nguyen", "mien trung, tay nguyen"),
            *("khu vuc mien trung - tay nguyen", "khu vuc mien trung"),
        ),
        "central",
    ),
    **dict.fromkeys(
        ("south", "southern", "southern region", "mien nam", "phia nam", "khu vuc phia nam"), "south"
    ),
}
COUNTRIES = frozenset({"", "vn", "viet nam", "vietnam", "ca nuoc", "toan quoc", "whole country", "country"})

# Words that are printed for a measure but are not its code: what to suggest for them.
MEASURES: Mapping[str, str] = {
    **dict.fromkeys(
        ("plan", "planned", "budget", "ke hoach", "ke hoach duoc duyet", "duoc duyet"), "approved"
    ),
    **dict.fromkeys(("allocated", "allocation", "phan bo", "duoc phan bo"), "released"),
    **dict.fromkeys(("giao", "giao von"), "assigned"),
    **dict.fromkeys(("implemented", "thuc hien", "nghiem thu"), "accepted"),
    **dict.fromkeys(("giai ngan", "paid", "payment"), "disbursed"),
    **dict.fromkeys(("quyet toan",), "settled"),
    **dict.fromkeys(("tam ung", "advance"), "advanced"),
    **dict.fromkeys(("de nghi", "nhu cau", "proposed"), "requested"),
    **dict.fromkeys(("contracted", "contract", "ky hop dong"), "committed"),
    **dict.fromkeys(("de an", "so de an", "project"), "projects"),
}


def folded(text: str) -> str:
    """Return a word as it is compared: without accents, in small letters."""
    return search_key(text)


def unit_of(text: str, counts: frozenset[str] = frozenset()) -> PrintedUnit | None:
    """Return the unit that a word names: "tỷ đồng", "billion VND", "%", "đề án"; None for an unknown word.

    `counts` are further words for things that are counted, folded.
    """
    word = folded(text)
    if word in _PERCENT:
        return PrintedUnit.percent
    scale = "" if word == "d" else _CURRENCY.sub("", word).strip(" .")
    if word and scale in _SCALES:
        return _SCALES[scale]
    return PrintedUnit.counted if word in _COUNTS | counts else None
