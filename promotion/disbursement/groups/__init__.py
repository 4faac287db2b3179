"""Shares of a group project's beneficiaries: one decision or list, one act, one commitment for each."""
