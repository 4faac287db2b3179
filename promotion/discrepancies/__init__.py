"""What others report above what the ledger allows: written down, always shown, never counted in any figure."""
