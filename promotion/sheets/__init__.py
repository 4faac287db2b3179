"""Workbooks: the only room that knows the spreadsheet libraries.

A report is a declaration (`declaration`, `cells`, `blocks`); `write` lays it out. Every derived figure
becomes a live formula with its value stored beside it, every text a string.
"""

from promotion.sheets.sending import XLSX, sent, sent_dated
from promotion.sheets.writer import read_back, write

__all__ = ["XLSX", "read_back", "sent", "sent_dated", "write"]
