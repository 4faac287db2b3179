"""Policies of a fund: what is unusual about an act, what the fund wants then, and what was answered.

Has doors of its own, beside the ledger's: the ledger's service asks here before it proposes and before it books.
"""
