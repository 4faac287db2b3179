"""Formulas of the desk, a file for each list. Pure functions of days and whole đồng."""
