"""Vietnamese texts: one catalogue per room in vi/, merged and compiled into the one that the program reads.

`python -m promotion.translations` compiles; with --check it lists every text that is missing or wrong.
"""
