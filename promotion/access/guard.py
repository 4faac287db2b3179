"""The guard at every door: each view declares one permission or says that it is public.

`check(app)` runs when the house opens and refuses to start with a view that declares nothing.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, request
from werkzeug.wrappers import Response

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import ALL

View = TypeVar("View", bound=Callable[..., Any])

DECLARATION = "guard_permission"
PUBLIC = "public"


def requires(permission: str) -> Callable[[View], View]:
    """Declare the permission that a view asks for."""
    if permission not in ALL:
        message = f"unknown permission {permission}"
        raise ValueError(message)

    def declare(view: View) -> View:
        setattr(view, DECLARATION, permission)
        return view

    return declare


def public(view: View) -> View:
    """Declare that anybody may open this view."""
    setattr(view, DECLARATION, PUBLIC)
    return view


def declared(app: Flask) -> dict[str, str]:
    """Return each endpoint with its declaration; an undeclared one raises RuntimeError."""
    found = {}
    for endpoint, view in app.view_functions.items():
        permission = PUBLIC if endpoint == "static" else getattr(view, DECLARATION, None)
        if permission is None:
            message = f"endpoint {endpoint} declares no permission and is not public"
            raise RuntimeError(message)
        found[endpoint] = permission
    return found


def install(app: Flask, sign_in: Callable[[], Response]) -> None:
    """Stand at every door of this app; `sign_in` answers a person who must sign in first."""
    permissions = declared(app)

    @app.before_request
    def watch() -> Response | None:
        if request.endpoint is None:  # no such address, or not with this method: the answer tells nothing
            return None
        permission = permissions[request.endpoint]
        if permission == PUBLIC:
            return None
        if current() is None:
            return sign_in()
        if not actor().may(permission):
            number, user = g.get("request_number"), actor().user_id
            app.logger.warning("request %s: %s refused to user %s", number, request.endpoint, user)
            abort(403)
        return None


def current() -> Actor | None:
    """Return the person of this request, None before sign-in."""
    person: Actor | None = g.get("actor")
    return person


def actor() -> Actor:
    """Return the person of this request; only for views that declare a permission."""
    person = current()
    if person is None:
        abort(403)
    return person


def scope() -> Scope:
    """Return what the person of this request may see."""
    return actor().scope
