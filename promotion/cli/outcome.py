"""How commands answer a refusal: the words of the domain error, and exit code 1."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from promotion.kernel.errors import DomainError, Invalid
from promotion.web.languages import explain, say

P = ParamSpec("P")


def refusals_said(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command say what a domain error says, fault by fault, instead of a trace."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DomainError as error:
            click.echo(explain(error), err=True)
            if isinstance(error, Invalid):
                for fault in error.faults:
                    click.echo(f"  {fault.field}: {say(fault.message, dict(fault.params))}", err=True)
            raise SystemExit(1) from error

    return guarded
