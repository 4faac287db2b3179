"""How people write a province's name: one key for all spellings. Plain Python.

A module of its own because imports and searches compare names too, without an atlas.
"""

import re

from promotion.kernel.text import search_key


def folded(name: str) -> str:
    """Return a province's name as it is compared: no accents, no "Tỉnh" or "TP.", letters and digits only."""
    words = re.sub(r"[^a-z0-9]+", " ", search_key(name)).strip()
    words = re.sub(r"^(tinh|thanh pho|t p|tp) (?=.)", "", words)
    words = re.sub(r"(?<=.) (province|city)$", "", words)
    return words.replace(" ", "")
