"""Money that a unit takes back from its lines into its share, or moves from line to line, in one act."""
