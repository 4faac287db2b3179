"""The reads of this room: recorded acts, what would follow from one, and the proof that sums stay the same."""
