"""Pages of discrepancies: here, where projects, units and funds have their names. The verbs are the room's below."""
