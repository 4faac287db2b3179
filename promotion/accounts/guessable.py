"""Passwords that everybody tries first: common ones, words of this field and of the person, runs of keys. Plain Python.

Of the commonest passwords only short hashes are kept (`common_passwords.txt` beside the reference data): enough to
know one again, and no list of words to read.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from promotion.kernel.text import search_key

FEWEST_LETTERS = 4  # that a password has beside the words everybody tries first
FEWEST_SIGNS = 5  # different ones
SHORTEST_WORD = 4
SHORTEST_RUN = 3
COMMON = Path(__file__).resolve().parents[1] / "data" / "common_passwords.txt"
HASH_LENGTH = 8  # hexadecimal digits: one of half a million others would be taken for a common one
# What everybody would try first here; compared without marks, spaces and signs.
EASY = frozenset(
    {
        *(
            "khuyencong",
            "congthuong",
            "industrialpromotion",
            "trungtam",
            "socongthuong",
            "bocongthuong",
            "vietnam",
        ),
        *(
            "matkhau",
            "password",
            "passw0rd",
            "quantri",
            "admin",
            "administrator",
            "welcome",
            "letmein",
            "xinchao",
        ),
        *(
            "iloveyou",
            "anhyeuem",
            "emyeuanh",
            "yeuem",
            "abc",
            "hanoi",
            "saigon",
            "monkey",
            "dragon",
            "football",
        ),
        *(
            "chaoban",
            "giadinh",
            "bongda",
            "thanhpho",
            "cucdiaphuong",
            "giamdoc",
            "chuyenvien",
            "phongban",
            "donvi",
        ),
    }
)
# Rows and columns of the keyboard, the alphabet, digits up and down.
RUNS = (
    *("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *(
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp",
        "1q2w3e4r5t6y7u8i9o0p",
        "zaqxswcdevfr",
    ),
    *("1a2s3d4f5g6h7j8k9l", "1z2x3c4v5b6n7m", "q1w2e3r4t5y6u7i8o9p0", "147258369", "741852963"),
)
_WALKS = tuple(walk for run in RUNS for walk in (run, run[::-1]))


def easy(password: str, own_words: Iterable[str] = ()) -> bool:
    """Tell whether a password is among those that are tried first. `own_words` are words of this person and place."""
    bare = _bare(password)
    if len(set(password)) < FEWEST_SIGNS or _common(bare):
        return True
    words = EASY | {own for word in own_words if len(own := _bare(word)) >= SHORTEST_WORD}
    rest = bare
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = _without_runs(rest)
    return rest != bare and sum(sign.isalpha() for sign in rest) < FEWEST_LETTERS


def bare_hash(bare: str) -> str:
    """Return what is kept of a common password."""
    return hashlib.sha256(bare.encode()).hexdigest()[:HASH_LENGTH]


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", search_key(text))


def _common(bare: str) -> bool:
    """Tell whether this is a common password, one that was lengthened with digits, or one written several times."""
    word = bare.strip("0123456789")
    times = (bare[:length] for length in range(SHORTEST_WORD, len(bare) // 2 + 1) if len(bare) % length == 0)
    again = [part for part in times if part * (len(bare) // len(part)) == bare]
    return any(bare_hash(one) in _hashes() for one in (bare, word, *again) if len(one) >= SHORTEST_WORD)


def _without_runs(text: str) -> str:
    """Return what is left when every stretch of neighbouring keys, or of one key, is taken out."""
    kept, place = [], 0
    while place < len(text):
        end = place + SHORTEST_RUN
        while end <= len(text) and _is_run(text[place:end]):
            end += 1
        if end == place + SHORTEST_RUN:
            kept.append(text[place])
            place += 1
        else:
            place = end - 1
    return "".join(kept)


def _is_run(stretch: str) -> bool:
    return len(set(stretch)) == 1 or any(stretch in walk for walk in _WALKS)


@cache
def _hashes() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="ascii").split())
