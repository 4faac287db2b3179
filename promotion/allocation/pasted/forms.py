"""What a person may type about a list that is pasted or uploaded."""

from collections.abc import Callable, Iterable, Sequence, Sized
from typing import ClassVar, Protocol, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from promotion.allocation.drafts import AnnexDraft
from promotion.allocation.forms import ActForm
from promotion.allocation.pasted.files import text_of_file
from promotion.allocation.pasted.headings import Column
from promotion.allocation.pasted.layouts import ANNEX as LAYOUT
from promotion.allocation.pasted.rows import Reading
from promotion.kernel.errors import DomainError
from promotion.kernel.money import DisplayUnit
from promotion.web.forms import ChoiceField, PastedField
from promotion.web.languages import chosen, explain


class WithFaults(Protocol):
    """What came of reading a pasted list."""

    @property
    def faults(self) -> Sized:
        """The faults of its cells."""


Looked = TypeVar("Looked", bound=WithFaults)


class PastedForm(ActForm):
    """A list that was copied from a sheet, with how its numbers are written."""

    layout: ClassVar[Sequence[Column]] = ()
    needed: ClassVar[Sequence[str]] = ()
    """The columns of the list, and those that a heading must name."""

    text = PastedField(
        _l("The list, with its headings"),
        required=False,
        description=_l("Select the cells in the sheet, headings included, copy them, and paste them here."),
    )
    file = FileField(
        _l("Or a file with the list"),
        description=_l("Excel workbook (.xlsx) or CSV text. Its list then stands in the field above."),
    )
    unit = ChoiceField(_l("Unit of the amounts"), required=False)
    numbers = ChoiceField(_l("How numbers are written"), required=False)

    def offer(self) -> None:
        """Offer units and ways to write numbers."""
        self.unit.offer([(str(unit), _(unit.label)) for unit in DisplayUnit], blank=_("As the heading says"))
        self.numbers.offer([("vi", "1.234.567,5"), ("en", "1,234,567.5")])
        if not self.is_submitted():
            self.numbers.data = chosen()

    def validate(self, extra_validators: object = None) -> bool:
        """Read the file, if one was sent; a list there must be."""
        valid = self._take_file()
        valid = super().validate(extra_validators) and valid
        if valid and not self.text.data:
            self.text.errors = [_("Please paste the list, or choose a file.")]
            return False
        return bool(valid)

    def _take_file(self) -> bool:
        """Put the list of a file where a pasted one would stand; what cannot be read is said above the form."""
        sent = self.file.data
        if not sent or not self.is_submitted():
            return True
        try:
            text = text_of_file(
                sent.filename or "", sent.read(), self.layout, self.needed, self.reading().language
            )
        except DomainError as error:
            self.form_errors.append(explain(error))
            return False
        self.text.raw_data, self.text.typed, self.text.data = [text], text, text
        return True

    def look(self, read: Callable[[], Looked]) -> Looked | None:
        """Return what the pasted list means; None, with the fault at the list, when it cannot be read at all."""
        try:
            looked = read()
        except DomainError as error:
            self.text.errors = [*self.text.errors, explain(error)]
            return None
        if looked.faults:
            self.form_errors.append(_("The list has faults. Nothing is proposed before they are corrected."))
        return looked

    def reading(self) -> Reading:
        """Return how the list is to be read; a choice that was not offered counts for none."""
        unit, numbers = self.unit.data, self.numbers.data
        offered = {value for value, _label in self.numbers.pairs}
        return Reading(
            numbers if numbers in offered else chosen(),
            DisplayUnit(unit) if unit in set(DisplayUnit) else None,
        )


class AnnexForm(PastedForm):
    """The annex of a decision."""

    layout = LAYOUT
    needed = ("amount",)

    def draft(self, lines: Iterable[tuple[str, str, int]]) -> AnnexDraft:
        """Return the draft of these lines: project (public id), content (code), đồng."""
        return AnnexDraft(self.paper(), tuple(lines))
