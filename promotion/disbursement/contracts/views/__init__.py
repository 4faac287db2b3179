"""Pages of contracts: the contract itself, and a form for each act on it."""
