"""What the system tells a unit: a release, money for it, that one of them was taken back. Read person by person."""
