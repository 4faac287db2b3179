"""What every room stands on: errors, money, numbers, the calendar, text and closed lists.

Plain Python with the standard library only: no web framework, no database, no translation library. Texts for
people are English message-ids here; the edges translate them.
"""
