"""Money coming down: plan decisions, listing on projects, releases, shares of units; proposals and acts.

The acts themselves belong to the ledger. This room asks for them well: it turns a percentage into an amount,
says what would follow, and shows where each fund stands.
"""
