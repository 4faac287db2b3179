"""Ledger books of a fund, a unit or a project: every booked act, what it moved, and the totals it led to."""
