"""Passwords and e-mail addresses: what may be taken, as pure functions."""

import re
import unicodedata
from collections.abc import Iterable

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import clean, search_key
from promotion.kernel.text import mark as N_

SHORTEST = 12
LONGEST = 128
FEWEST_LETTERS = 4  # that a password has beside the words everybody tries first
FEWEST_SIGNS = 5  # different ones
SHORTEST_WORD = 4
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
            "abc",
            "qwerty",
            "hanoi",
            "saigon",
            "monkey",
            "dragon",
            "football",
        ),
    }
)
RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def normal_password(password: str) -> str:
    """Return the NFC form: Mac and Windows send Vietnamese letters differently, the person means the same."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, own_words: Iterable[str] = ()) -> str:
    """Return the password as it is hashed; raise `Invalid` for one that is too short, too long or too plain.

    `own_words` are further words that somebody would try for this person: names of provinces, the address.
    """
    password = normal_password(password)
    if not SHORTEST <= len(password) <= LONGEST:
        message = N_("A password has 12 to 128 characters.")
    elif _easy(password, EASY | {bare for word in own_words if len(bare := _bare(word)) >= SHORTEST_WORD}):
        message = N_("This password is too easy to guess. Choose several words of your own.")
    else:
        return password
    raise Invalid(faults=(Fault("password", message),))


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", search_key(text))


def _easy(password: str, words: Iterable[str]) -> bool:
    """Tell whether a password is a run of keys, or easy words with hardly anything beside them."""
    bare = _bare(password)
    if len(set(password)) < FEWEST_SIGNS:
        return True
    if bare and any(bare in run or bare[::-1] in run for run in RUNS):
        return True
    rest = bare
    for word in sorted(filter(None, words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != bare and sum(sign.isalpha() for sign in rest) < FEWEST_LETTERS


def normal_email(email: str) -> str:
    """Return the address in the one form in which it is kept; raise `Invalid` for what is no address."""
    email = clean(email).lower()
    if not EMAIL.fullmatch(email):
        raise Invalid(faults=(Fault("email", N_("Enter an e-mail address, for example ten@example.vn.")),))
    return email
