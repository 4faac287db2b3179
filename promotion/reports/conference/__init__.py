"""The workbook of a regional conference: one declaration over the figures of one year and day.

`build` turns a `ConferenceInput` into a `Conference`: the workbook for `promotion.sheets.write`, the name
of its file, and the checks that failed. Nothing is counted here; sums and rates are formulas over what is
given, and their totals are checked against the totals the counting room counted by itself.
"""

from promotion.reports.conference.build import Conference, build, file_name
from promotion.reports.conference.given import ConferenceInput, ControlTotal, Issuer, ProjectRow

__all__ = ["Conference", "ConferenceInput", "ControlTotal", "Issuer", "ProjectRow", "build", "file_name"]
