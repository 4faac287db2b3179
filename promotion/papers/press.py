"""Fills a template: nothing runs in it that the grammar does not know, and the same data makes the same bytes."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl.template import DocxTemplate
from jinja2 import Environment, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.papers import gate
from promotion.papers.fields import Value
from promotion.papers.grammar import Look
from promotion.sheets.grids import Unreadable

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_NEAR = 60


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that compiles only what was looked at; `look` gathers over all parts of one template."""

    look: Look

    def from_string(self, source: Any, *others: Any, **options: Any) -> Template:  # noqa: ANN401 - jinja's own options
        """Look at the text, then compile it; raises `Invalid` with all faults of the part."""
        self.look.take(_tree(self, source))
        if self.look.faults:
            raise Invalid(faults=tuple(self.look.faults))
        return super().from_string(source, *others, **options)


class _Paper(DocxTemplate):
    """A template without what a file says of itself: its author and title are no part of the paper."""

    def render_properties(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """Leave the properties as they are."""


def _tree(environment: Environment, source: str) -> Any:  # noqa: ANN401 - jinja's tree
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        line = source.splitlines()[min(error.lineno, source.count("\n") + 1) - 1]
        near = " ".join(re.sub(r"<[^>]*>", " ", line).split())[:_NEAR] or "…"
        message = N_(
            "Something is not written as it must be near “%(near)s”: each field ends with }}, each if with endif, "
            "each for with endfor."
        )
        raise Invalid(faults=(Fault("file", message, {"near": near}),)) from error


def fill(content: bytes, values: Mapping[str, Value]) -> tuple[bytes, frozenset[str]]:
    """Return the filled .docx and the names of the fields that its template uses.

    Raises `Invalid` for what the grammar does not know, `Unreadable` for what is no document or no longer one when
    it is filled.
    """
    environment = _Environment(autoescape=True)
    environment.look = Look()
    paper = _Paper(io.BytesIO(content))
    try:
        paper.render(dict(values), environment, autoescape=True)
        written = io.BytesIO()
        paper.save(written)
    except Invalid:
        raise
    except Exception as error:  # whatever the libraries throw at a file that Word would mend
        raise Unreadable(
            N_("The document cannot be filled: one of its parts is not as it should be."),
            cure=N_("Open it in Word, save it anew and send it again."),
        ) from error
    made = sealed(written.getvalue())
    gate.check(made, gate.PAPER)
    return made, frozenset(environment.look.used)


def sealed(content: bytes) -> bytes:
    """Return a .docx with the same parts and no trace of when it was packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
