"""The counting room: each number is defined once, and everybody reads it from here."""
