"""Dated reference data of the programme: contents, indicators, norms, advance rates, programmes, conferences.

Reference data: every signed-in person may read all of it (`reference:read`), so its queries take no scope.
"""
