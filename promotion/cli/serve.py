"""`flask serve`: the program behind waitress, which runs on Windows too."""

import click
from flask import Flask, current_app
from waitress import serve as waitress_serve

from config import Settings


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535))
def serve(port: int | None) -> None:
    """Serve until stopped; prints the address."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - waitress needs the app itself
    settings: Settings = app.config["SETTINGS"]
    port = port or settings.port
    click.echo(f"\nOpen http://{settings.bind_host}:{port} in a browser. Stop with Ctrl+C.")
    waitress_serve(app, host=settings.bind_host, port=port, threads=settings.threads, ident=None, _quiet=True)
