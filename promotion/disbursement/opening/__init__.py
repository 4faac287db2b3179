"""Taking over running projects: opening entries from a list, for a fund that joins the ledger in mid-year.

One proposal of the fund's owner books the ordinary acts together, each marked as opening: plan and release where they
are missing, then listing, shares, assignment, contracts, cash out and accepted work of every line. So every ceiling of
the ledger holds, and each act can be taken back by itself.
"""
