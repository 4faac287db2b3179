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
    """A new account. The view offers role and unit to those who manage only some units."""

    email = EmailField(_l("Email"), [InputRequired(), Length(max=254)])
    name = TextField(_l("Full name"), [Length(max=200)])
    role = ChoiceField(_l("Role"), required=False)
    unit = ChoiceField(_l("Unit"), required=False)


class GrantForm(Form):
    """A role for a time. The view offers the roles, units and regions."""

    role = ChoiceField(_l("Role"))
    unit = ChoiceField(_l("Unit"), required=False, description=_l("For officers, heads and the agency."))
    region = ChoiceField(_l("Region"), required=False, description=_l("For conference organisers."))
    valid_from = DateField(_l("From"), description=_l("Day, month, year: 01/07/2025"))
    valid_to = DateField(_l("To"), required=False, description=_l("Empty: without end."))


class StandInForm(Form):
    """Who stands in, from when to when. The view offers the colleagues."""

    colleague = ChoiceField(_l("Colleague"))
    valid_from = DateField(_l("From"), description=_l("Day, month, year: 01/07/2025"))
    valid_to = DateField(_l("To"), description=_l("The last day; the stand-in ends by itself."))


class HandOverForm(Form):
    """Who takes over, and why. The view offers the colleagues."""

    colleague = ChoiceField(_l("Successor"))
    reason = TextField(_l("Reason"), [Length(max=200)], description=_l("For example: moved to another unit."))


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(), Length(max=512)],
        description=_l("12 to 128 characters; several words are best."),
    )
    again = PasswordField(_l("New password once more"), [InputRequired(), Length(max=512)])


class WelcomeForm(NewPasswordForm):
    """Address and code, with the password that the person chooses."""

    email = EmailField(_l("Email"), [InputRequired(), Length(max=254)])
    code = TextField(_l("Code"), [Length(max=60)], description=_l("Four groups of four signs."))


class OwnPasswordForm(NewPasswordForm):
    """The old password before the new one."""

    old = PasswordField(_l("Password until now"), [InputRequired(), Length(max=512)])


class EmptyForm(Form):
    """A button: nothing to type."""


class ActiveForm(Form):
    """Whether an account is open: the button says which."""

    beside = frozenset({"active"})


class LanguageForm(Form):
    """The language of the pages: the button says which, and where one was."""

    beside = frozenset({"language", "next"})
