"""Marks on texts that people will read, so that the catalogue can be gathered from the source."""


def mark(msgid: str) -> str:
    """Return the English message-id unchanged; the call tells the catalogue that it needs a translation."""
    return msgid


class Term(str):
    """A message-id used as a parameter of another message: it is translated, other text stands as it is."""

    __slots__ = ()
