"""Passwords and e-mail addresses: what may be taken, as pure functions."""

import re
import unicodedata

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import clean, search_key
from promotion.kernel.text import mark as N_

SHORTEST = 12
LONGEST = 128
# Words that everybody would try first here; compared without marks and spaces.
CONTEXT_WORDS = ("khuyencong", "congthuong", "industrialpromotion")
COMMON = ("123456789012", "password1234", "matkhau12345", "qwertyuiop12", "111111111111", "abcdef123456")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def normal_password(password: str) -> str:
    """Return the NFC form: Mac and Windows send Vietnamese letters differently, the person means the same."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str) -> str:
    """Return the password as it is hashed; raise `Invalid` for one that is too short, too long or too
    plain.
    """
    password = normal_password(password)
    bare = search_key(password).replace(" ", "")
    if not SHORTEST <= len(password) <= LONGEST:
        message = N_("A password has 12 to 128 characters.")
    elif bare in COMMON or any(bare.startswith(word) and len(bare) < len(word) + 6 for word in CONTEXT_WORDS):
        message = N_("This password is too easy to guess. Choose several words of your own.")
    else:
        return password
    raise Invalid(faults=(Fault("password", message),))


def normal_email(email: str) -> str:
    """Return the address in the one form in which it is kept; raise `Invalid` for what is no address."""
    email = clean(email).lower()
    if not EMAIL.fullmatch(email):
        raise Invalid(faults=(Fault("email", N_("Enter an e-mail address, for example ten@example.vn.")),))
    return email
