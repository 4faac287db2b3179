"""Loads the catalogue from CSV files.

Runs inside the caller's unit of work. Raises `Invalid` that names file, line and column of what is broken.
"""

from pathlib import Path

from promotion.catalogue.models import AdvanceRate, Content, Indicator, KnownConference, Norm, Programme
from promotion.catalogue.rules import CapUnit, NormScope
from promotion.database.csv_lines import Line, distinct, read_lines
from promotion.database.reference import Counts, renew_mark, synchronise
from promotion.kernel.choices import Level, Region
from promotion.kernel.messages import mark as N_
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas

Values = dict[str, object]

_PERIOD = ("valid_from", "valid_to")
_CONTENT = ("code", "parent", "name_vi", "name_en", *_PERIOD, "basis_vi", "basis_en", "verified")
_INDICATOR = ("content", "code", "name_vi", "name_en", "unit_vi", "unit_en", "verified")
_NORM = (
    *("id", "content", "what_vi", "what_en", "scope", "province", "rate_percent", "cap_vnd", "cap_per"),
    *("instrument_vi", "instrument_en", "article", *_PERIOD, "verified", "note_vi", "note_en"),
)
_ADVANCE = (
    *("content", "what_vi", "what_en", "max_percent_first_advance", "condition_vi", "condition_en"),
    *("instrument_vi", "instrument_en", *_PERIOD, "verified"),
)
_PROGRAMME = (
    *("code", "level", "name_vi", "name_en", "year_from", "year_to", "approved_by_vi", "approved_by_en"),
    *("approved_on", "total_vnd", "share_national_percent", "targets_vi", "targets_en", "note_vi", "note_en"),
)
_CONFERENCE = (
    *("region", "ordinal", "year", "held_on", "place", "host_province_edition", "host_province_code"),
    *("next_host_province_edition", "next_host_province_code", "note_vi", "note_en"),
)


def load(folder: Path) -> dict[str, Counts]:
    """Bring the catalogue in line with the files; return what was done, by table. Provinces must be loaded
    before.

    Norms and advance rates hold exactly what the files hold. Contents, indicators, programmes and conferences
    that a file no longer names stay, because records may point at them.
    """
    places = atlas()
    codes: set[str] = set()
    counts = _load_contents(folder, codes)
    norms = distinct(read_lines(folder / "norms.csv", _NORM), ("id",))
    rates = distinct(read_lines(folder / "advance_rates.csv", _ADVANCE), ("content", "valid_from"))
    programmes = distinct(read_lines(folder / "programmes.csv", _PROGRAMME), ("code",))
    conferences = distinct(read_lines(folder / "conferences.csv", _CONFERENCE), ("region", "ordinal"))
    counts |= {
        "norm": synchronise(
            Norm,
            ("code",),
            [_norm(line, position, codes, places) for position, line in enumerate(norms, 1)],
            obsolete=lambda _: True,
        ),
        "advance_rate": synchronise(
            AdvanceRate,
            ("content_code", "valid_from"),
            [_advance_rate(line, codes) for line in rates],
            obsolete=lambda _: True,
        ),
        "programme": synchronise(Programme, ("code",), [_programme(line) for line in programmes]),
        "known_conference": synchronise(
            KnownConference, ("region", "ordinal"), [_conference(line, places) for line in conferences]
        ),
    }
    if any(count.changed for count in counts.values()):
        renew_mark()
    return counts


def _load_contents(folder: Path, codes: set[str]) -> dict[str, Counts]:
    """Load the tree and what is counted under it; the codes of the contents are entered in `codes`."""
    contents = distinct(read_lines(folder / "contents.csv", _CONTENT), ("code",))
    indicators = distinct(read_lines(folder / "indicators.csv", _INDICATOR), ("content", "code"))
    return {
        "content": synchronise(
            Content, ("code",), [_content(line, position, codes) for position, line in enumerate(contents, 1)]
        ),
        "indicator": synchronise(
            Indicator,
            ("content_code", "code"),
            [_indicator(line, position, codes) for position, line in enumerate(indicators, 1)],
        ),
    }


def _content(line: Line, position: int, codes: set[str]) -> Values:
    parent = line.optional("parent")
    if parent is not None and parent not in codes:
        raise line.fault("parent", N_("the parent must stand in a line above"))
    codes.add(line.text("code"))
    return {
        "code": line.text("code"),
        "parent_code": parent,
        "position": position,
        "basis_vi": line.text("basis_vi"),
        "basis_en": line.text("basis_en"),
        **_names(line, "name"),
        **_period(line),
    }


def _indicator(line: Line, position: int, codes: set[str]) -> Values:
    return {
        "content_code": _known(line, codes),
        "code": line.text("code"),
        "position": position,
        "verified": line.yes("verified"),
        **_names(line, "name"),
        **_names(line, "unit"),
    }


def _norm(line: Line, position: int, codes: set[str], places: Atlas) -> Values:
    scope = line.one_of("scope", NormScope)
    province = line.optional("province")
    if (scope is NormScope.province) != (province is not None):
        raise line.fault(
            "province", N_("a norm of a province names its province, a national norm names none")
        )
    if province is not None and places.find(province) != province:
        raise line.fault("province", N_("there is no province with this key"))
    rate, cap = line.optional_hundredths("rate_percent"), line.optional_dong("cap_vnd")
    if rate is None and cap is None:
        raise line.fault("cap_vnd", N_("a norm has a rate, a cap, or both"))
    return {
        "code": line.text("id"),
        "content_code": _known(line, codes),
        "position": position,
        "scope": str(scope),
        "province_key": province,
        "rate_hundredths": rate,
        "cap_dong": cap,
        "cap_per": None if cap is None else str(line.one_of("cap_per", CapUnit)),
        "article": line.optional("article"),
        "note_vi": line.optional("note_vi"),
        "note_en": line.optional("note_en"),
        **_names(line, "what"),
        **_names(line, "instrument"),
        **_period(line),
    }


def _advance_rate(line: Line, codes: set[str]) -> Values:
    line.text("max_percent_first_advance")
    return {
        "content_code": _known(line, codes),
        "max_hundredths": line.optional_hundredths("max_percent_first_advance"),
        "condition_vi": line.optional("condition_vi"),
        "condition_en": line.optional("condition_en"),
        **_names(line, "what"),
        **_names(line, "instrument"),
        **_period(line),
    }


def _programme(line: Line) -> Values:
    if line.whole("year_to") < line.whole("year_from"):
        raise line.fault("year_to", N_("the last year lies before the first"))
    optional = ("targets_vi", "targets_en", "note_vi", "note_en")
    return {
        "code": line.text("code"),
        "level": str(line.one_of("level", Level)),
        "year_from": line.whole("year_from"),
        "year_to": line.whole("year_to"),
        "approved_on": line.day("approved_on"),
        "total_dong": line.optional_dong("total_vnd"),
        "share_national_hundredths": line.optional_hundredths("share_national_percent"),
        **_names(line, "name"),
        **_names(line, "approved_by"),
        **{column: line.optional(column) for column in optional},
    }


def _conference(line: Line, places: Atlas) -> Values:
    if line.whole("ordinal") < 1:
        raise line.fault("ordinal", N_("conferences are counted from 1"))
    return {
        "region": str(line.one_of("region", Region)),
        "ordinal": line.whole("ordinal"),
        "year": line.whole("year"),
        "held_on": line.optional_day("held_on"),
        "place": line.optional("place"),
        "host_key": _host(line, "host_province", places),
        "next_host_key": _host(line, "next_host_province", places),
        "note_vi": line.optional("note_vi"),
        "note_en": line.optional("note_en"),
    }


def _host(line: Line, column: str, places: Atlas) -> str | None:
    code = line.optional(f"{column}_code")
    if code is None:
        return None
    key = places.find(code, edition=line.text(f"{column}_edition"))
    if key is None:
        raise line.fault(f"{column}_code", N_("there is no province with this code"))
    return key


def _names(line: Line, column: str) -> Values:
    return {f"{column}_{language}": line.text(f"{column}_{language}") for language in ("vi", "en")}


def _period(line: Line) -> Values:
    first, last = line.day("valid_from"), line.optional_day("valid_to")
    if last is not None and last < first:
        raise line.fault("valid_to", N_("the last day lies before the first"))
    return {"valid_from": first, "valid_to": last, "verified": line.yes("verified")}


def _known(line: Line, codes: set[str]) -> str:
    if line.text("content") not in codes:
        raise line.fault("content", N_("there is no content with this code"))
    return line.text("content")
