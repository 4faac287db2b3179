"""Money going out: lines are assigned money, contracts made, advances and payments made, work accepted."""
