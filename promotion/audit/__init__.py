"""Who did what, when, from what to what: one line per change, in the transaction of the change."""
