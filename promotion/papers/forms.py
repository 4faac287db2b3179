"""What a person may say about papers: for which day and beneficiary; which template, and back to which version."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from promotion.kernel.calendar import today
from promotion.kernel.text import clean
from promotion.papers.drafts import ReturnDraft, TemplateDraft
from promotion.papers.rules import MOST_BYTES
from promotion.web.forms import ChoiceField, DateField, Filter, Form

_LONGEST_NAME = 200
_LONGEST_NUMBER = 9


class PaperFilter(Filter):
    """The day of the paper, today unless told; empty leaves it open. The beneficiary, where there are several."""

    day = DateField(_l("Day of the paper"), required=False, id="filter-day", default=today)
    party = ChoiceField(_l("Beneficiary"), required=False, id="filter-party")


class TemplateForm(Form):
    """A template to be put into force; `seen` is the newest version on the page."""

    file = FileField(_l("Template (.docx)"), [FileRequired()])
    seen = HiddenField()

    def draft(self) -> TemplateDraft:
        """Return the file as it was sent, at most a little more than is taken; of its name only the last part."""
        name = (self.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        shown = clean("".join(letter for letter in name if letter.isprintable()))[:_LONGEST_NAME]
        self.file.data.seek(0)
        return TemplateDraft(shown or "?", self.file.data.read(MOST_BYTES + 1), number(self.seen.data))


class ReturnForm(Form):
    """The version to go back to; 0 is the standard."""

    number = HiddenField()
    seen = HiddenField()

    def draft(self) -> ReturnDraft:
        """Return what was decided."""
        return ReturnDraft(number(self.number.data), number(self.seen.data))


def number(text: str | None) -> int:
    """Return the number of a version as a page wrote it; -1, which is none, for anything else."""
    plain = text or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_NUMBER else -1
