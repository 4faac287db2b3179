"""Which language a request speaks: chosen in this browser, else the person's own, else the default."""

from collections.abc import Callable

from babel.support import Translations
from flask import current_app, g, has_request_context, session
from flask_babel import get_translations
from flask_babel import gettext as _

from promotion.kernel.choices import Language
from promotion.kernel.errors import DomainError
from promotion.kernel.messages import Term
from promotion.kernel.money import amount_text


def chosen() -> str:
    """Return "vi" or "en"."""
    if not has_request_context():
        return Language.vi
    actor = g.get("actor")
    wanted = session.get("language") or (actor.language if actor else None)
    return wanted if wanted in set(Language) else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def say(message: str, params: dict[str, int | str] | None = None) -> str:
    """Translate a message: numbers are amounts in đồng, `Term`s are translated, text stands as it is."""
    return _(message) % {name: _spoken(value) for name, value in params.items()} if params else _(message)


def explain(error: DomainError) -> str:
    """Return what is wrong and how to cure it, in the reader's language."""
    text = say(error.message, error.params)
    return f"{text} {say(error.cure, error.params)}" if error.cure else text


def _spoken(value: int | str) -> str:
    if isinstance(value, Term):
        return _(value)
    return amount_text(value, chosen()) if isinstance(value, int) else value


class WtformsWords:
    """WTForms' own messages from our catalogue (it ships no Vietnamese)."""

    def gettext(self, text: str) -> str:
        """Translate one message."""
        return str(get_translations().ugettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Translate one message with a number; the caller fills the number in."""
        return str(get_translations().ungettext(singular, plural, number))


def words(language: str) -> Callable[[str], str]:
    """Return a translator into one language, whatever the request speaks: for workbooks."""
    folder = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
    return Translations.load(folder, [language]).ugettext
