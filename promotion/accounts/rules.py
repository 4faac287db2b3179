"""Passwords, addresses, codes, tries and devices: what may be taken and what is meant, as pure functions."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from promotion.accounts.guessable import easy
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_

SHORTEST = 12
LONGEST = 128
IPV6 = 6
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
    elif easy(password, own_words):
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


# ---------------------------------------------------------------- codes that are handed over

# Without signs that are taken for one another, on paper or read aloud.
SIGNS = "23456789ACDEFGHJKMNPQRTUVWXYZ"
GROUPS, GROUP = 4, 4


def new_code() -> str:
    """Return a code of about 77 bits in groups that can be read aloud: K7MD-2QXA-9TRE-HV4C."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def code_hash(code: str) -> str:
    """Return what is kept of a code, however it was typed: small letters, spaces, other strokes."""
    signs = "".join(sign for sign in code.upper() if sign in SIGNS)
    return hashlib.sha256(signs.encode()).hexdigest()


# ---------------------------------------------------------------- tries


@dataclass(frozen=True)
class Limit:
    """So many tries at once, then one more each time `every` has passed. Refused tries count for nothing, so
    nobody is shut out for good.
    """

    burst: int
    every: timedelta

    def wait(self, due_at: datetime | None, moment: datetime) -> timedelta:
        """Return how long the next try has to wait; nothing when there is room for it."""
        ahead = self.after(due_at, moment) - moment - self.burst * self.every
        return max(ahead, timedelta())

    def after(self, due_at: datetime | None, moment: datetime) -> datetime:
        """Return how far the tries are ahead with one more. Further than a burst nobody gets: what lies beyond was
        written before the clock went back, and shuts nobody out until that hour comes round again.
        """
        furthest = moment + (self.burst + 1) * self.every
        return (moment if due_at is None or not moment < due_at <= furthest else due_at) + self.every


PER_ACCOUNT = Limit(8, timedelta(minutes=5))
# A whole province may stand behind one address; whoever gets in gives the try back.
PER_ADDRESS = Limit(50, timedelta(seconds=20))
# A browser that this person signed in with before: no stranger's tries stand in its way.
PER_BROWSER = Limit(8, timedelta(minutes=5))


def network(address: str | None) -> str:
    """Return what counts as one address: for IPv6 the network that a house is given."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return "-"
    return str(ip_network(f"{known}/64", strict=False)) if known.version == IPV6 else str(known)


# ---------------------------------------------------------------- devices

# In this order: most browsers also name those that they descend from.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def device_name(agent: str | None) -> str | None:
    """Return browser and system in words, None when neither is known."""
    found = [
        next((name for sign, name in known if sign in (agent or "")), None) for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name) or None
