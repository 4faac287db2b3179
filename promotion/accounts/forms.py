"""What a person may type about sign-ins, accounts and grants."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from promotion.web.forms import ChoiceField, DateField, Form, TextField


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("Email"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=128)])
    next = HiddenField()


class PersonForm(Form):
    """A new account."""

    email = EmailField(_l("Email"), [InputRequired(), Length(max=254)])
    name = TextField(_l("Full name"), [Length(max=200)])
    password = PasswordField(
        _l("First password"),
        [InputRequired()],
        description=_l("12 to 128 characters; several words are best."),
    )


class GrantForm(Form):
    """A role for a time. The view offers the roles, units and regions."""

    role = ChoiceField(_l("Role"))
    unit = ChoiceField(_l("Unit"), required=False, description=_l("For officers, heads and the agency."))
    region = ChoiceField(_l("Region"), required=False, description=_l("For conference organisers."))
    valid_from = DateField(_l("From"), description=_l("Day, month, year: 01/07/2025"))
    valid_to = DateField(_l("To"), required=False, description=_l("Empty: without end."))


class EmptyForm(Form):
    """A button: nothing to type."""
