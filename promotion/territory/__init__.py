"""Provinces and conference regions by date, and who succeeded whom.

Reference data: every signed-in person may read all of it (`reference:read`), so its queries take no scope.
"""
