"""What a person may do with notices: buttons, nothing to type."""

from promotion.web.forms import Form


class ReadForm(Form):
    """A button."""
