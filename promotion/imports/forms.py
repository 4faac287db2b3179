"""What a person sends: a file of figures."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from promotion.imports.drafts import SentFile
from promotion.web.forms import Form, TextField


class FileForm(Form):
    """The file that is to be read."""

    file = FileField(_l("File (.xlsx or .csv)"), [FileRequired()])

    def sent(self, layout: str) -> SentFile:
        """Return the file as it was sent; of its name only the last part."""
        name = (self.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        shown = "".join(letter for letter in name if letter.isprintable())[:200]
        return SentFile(layout, shown or "?", self.file.data.read())


class ApplyForm(Form):
    """The decision to enter what a waiting file holds."""

    waiting = TextField(_l("File"))
