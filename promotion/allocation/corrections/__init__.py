"""An act entered wrongly is never changed: it is taken back and entered anew, both together."""
