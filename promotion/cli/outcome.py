"""How commands answer a refusal: the words of the domain error, and exit code 1."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from promotion.database.trouble import Trouble, of
from promotion.kernel.choices import Language
from promotion.kernel.errors import DomainError, Invalid
from promotion.web.languages import explain, say

P = ParamSpec("P")


def spoken(command: Callable[P, None]) -> Callable[..., None]:
    """Give a command the option --lang, and let it speak that language."""

    @click.option("--lang", type=click.Choice([str(language) for language in Language]), help="Language.")
    @wraps(command)
    def speaking(*args: P.args, **kwargs: P.kwargs) -> None:
        lang = kwargs.pop("lang") or current_app.config["BABEL_DEFAULT_LOCALE"]
        with force_locale(str(lang)):
            command(*args, **kwargs)

    return speaking


def refusals_said(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command say what a domain error says, fault by fault, or what trouble there is, instead of a trace."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DomainError as error:
            click.echo(explain(error), err=True)
            if isinstance(error, Invalid):
                for fault in error.faults:
                    at = f"{fault.field}: " if fault.field else ""
                    click.echo(f"  {at}{say(fault.message, dict(fault.params))}", err=True)
            raise SystemExit(1) from error
        except (SQLAlchemyError, OSError) as error:
            trouble = of(error)
            if trouble is None:
                raise
            click.echo(_said(trouble), err=True)
            raise SystemExit(1) from error

    return guarded


def _said(trouble: Trouble) -> str:
    return {
        Trouble.away: _("The database does not answer. Check that it runs, and DATABASE_URL."),
        Trouble.busy: _("The database is at its limit. Try again in a minute."),
        Trouble.full: _(
            "There is no room left on a disk, or it cannot be written. Nothing half-done was kept."
        ),
    }[trouble]
