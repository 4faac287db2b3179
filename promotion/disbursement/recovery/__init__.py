"""Support that is to be given back: its repayment plan, what is overdue, and the list of all such contracts.

What is asked back, and each repayment, are acts of the ledger; the plan is a record beside them: it moves nothing.
"""
