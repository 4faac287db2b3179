"""How findings are said: where, what was found, what is wrong, how to cure it. Repeats stand together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _

from promotion.sheets.layouts import Finding
from promotion.web.languages import say


@dataclass(frozen=True)
class Said:
    """Findings of one column with the same words, or one finding: where it is, and the words."""

    finding: Finding
    where: str
    message: str
    cure: str

    @property
    def found(self) -> str:
        """What stands in the cell."""
        return self.finding.found

    @property
    def error(self) -> bool:
        """Whether it keeps the file out."""
        return self.finding.severity == "error"


def message_of(finding: Finding) -> str:
    """Return what is wrong, in the reader's language."""
    return say(finding.message, dict(finding.params))


def cure_of(finding: Finding) -> str:
    """Return how to cure it, empty when there is nothing to say."""
    return say(finding.cure, dict(finding.params)) if finding.cure else ""


def grouped(findings: Iterable[Finding]) -> list[Said]:
    """Return the findings in their order, those with the same words in one column of a sheet as one."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        words = (message_of(finding), cure_of(finding))
        key = (finding.severity, finding.sheet, finding.column, finding.heading, finding.found, *words)
        together.setdefault(key, []).append(finding)
    return [
        Said(group[0], _where(group), message_of(group[0]), cure_of(group[0])) for group in together.values()
    ]


def _where(group: Sequence[Finding]) -> str:
    one = group[0]
    parts = [_("sheet %(sheet)s", sheet=one.sheet)] if one.sheet else []
    rows = _rows([finding.row for finding in group if finding.row is not None])
    if rows:
        parts.append(_("row %(rows)s", rows=rows))
    if one.column:
        parts.append(_("column %(column)s (%(heading)s)", column=one.column, heading=one.heading))
    elif one.heading:
        parts.append(_("column %(heading)s", heading=one.heading))
    return ", ".join(parts) or _("the whole file")


def _rows(rows: Sequence[int]) -> str:
    """Write row numbers as people do: "3–5, 9"."""
    if not rows:
        return ""
    ordered = sorted(set(rows))
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    return ", ".join(
        str(start) if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True)
    )
