"""Workbooks: the only room that knows the spreadsheet libraries.

A report is a declaration (`declaration`, `cells`, `blocks`); `write` lays it out. Every derived figure
becomes a live formula with its value stored beside it, every text a string.
"""

from promotion.sheets.writer import read_back, write

__all__ = ["XLSX", "read_back", "write"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a browser is told that a written workbook is."""
