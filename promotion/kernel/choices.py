"""Closed lists that the law or the ledger fixes. Values are stored; labels are message-ids.

Lists that change by decision (contents, norms, provinces, units) are dated reference data and not here.
"""

from enum import StrEnum
from typing import Self

from promotion.kernel.messages import mark as N_


class Choice(StrEnum):
    """A stored value with the message-id that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its stored value and its label; the defaults only serve the look-up by value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Level(Choice):
    """Who manages and pays: the ministry (khuyến công quốc gia) or a province (khuyến công địa phương)."""

    national = "national", N_("National")
    local = "local", N_("Local")


class Region(Choice):
    """The three conference regions; which province belongs to which is dated reference data."""

    north = "north", N_("Northern region")
    central = "central", N_("Central region and Central Highlands")
    south = "south", N_("Southern region")


class Role(Choice):
    """What a person is to the system; what each may do is declared by the access room."""

    clerk = "clerk", N_("Officer")
    head = "head", N_("Head of unit")
    agency = "agency", N_("Ministry agency")
    finance_viewer = "finance_viewer", N_("Ministry of Finance (read only)")
    organiser = "organiser", N_("Conference organiser")
    auditor = "auditor", N_("Auditor")
    administrator = "administrator", N_("System administrator")


class ProjectState(Choice):
    """Where a project stands. Waiting for money is derived from the ledger and is not a state."""

    draft = "draft", N_("Being drafted")
    registered = "registered", N_("Registered")
    approved = "approved", N_("Approved for the plan")
    running = "running", N_("Under way")
    accepted = "accepted", N_("Work accepted")
    settled = "settled", N_("Accounts settled")
    stopped = "stopped", N_("Stopped")
    refused = "refused", N_("Not approved")


class Language(Choice):
    """The languages of the screen; Vietnamese is the default."""

    vi = "vi", N_("Vietnamese")
    en = "en", N_("English")
