"""What a reader of numbers may answer, in a form that a table can hold."""

from dataclasses import dataclass

from promotion.kernel.errors import Invalid, Unclear

NO = "refused"


@dataclass(frozen=True)
class Ask:
    """The text is asked back with these readings."""

    readings: tuple[str, ...]


def ask(*readings):
    return Ask(readings)


def outcome(read, *arguments):
    """What a reading gives: the value, or how it was declined."""
    try:
        return read(*arguments)
    except Unclear as doubt:
        str(doubt)
        return Ask(doubt.readings)
    except Invalid as refusal:
        str(refusal)
        return NO
