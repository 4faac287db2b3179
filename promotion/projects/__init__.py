"""What is promoted, by whom, for whom, and in what state; the money stands in the ledger."""
