"""`flask serve`: the program behind waitress, which runs on Windows too."""

import select
import signal
import threading
import time
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from config import Settings
from promotion.cli.doctor import said
from promotion.operations import doctor

POLLS = hasattr(select, "poll")
FAR_TOO_LARGE = 16  # times MAX_REQUEST_MB
DRAIN = 30.0  # seconds that requests under way may take after the order to stop


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535))
@with_appcontext
def serve(port: int | None) -> None:
    """Serve until stopped; prints the address. Refuses to start where the doctor finds that it would do harm."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - waitress needs the app itself
    settings: Settings = app.config["SETTINGS"]
    with force_locale(settings.default_language):
        for finding in (findings := doctor.at_start(app)):
            click.echo(said(finding), err=True)
    if any(finding.grade is doctor.Grade.fatal for finding in findings):
        raise SystemExit(1)
    port = port or settings.port
    channels: dict[int, Any] = {}
    server = create_server(
        app,
        map=channels,
        host=settings.bind_host,
        port=port,
        threads=settings.threads,
        ident=None,
        # Somewhat too large gets a page of ours; what is far too large is not even written to a disk.
        max_request_body_size=FAR_TOO_LARGE * settings.max_request_mb * 1024 * 1024,
    )
    click.echo(f"\nOpen http://{settings.bind_host}:{port} in a browser. Stop with Ctrl+C.")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    try:
        while not stop.is_set():
            wasyncore.loop(timeout=0.5, use_poll=POLLS, map=channels, count=1)
        _drain(channels)
    except KeyboardInterrupt:
        pass
    server.task_dispatcher.shutdown()


def _drain(channels: dict[int, Any]) -> None:
    """Take no new visitors, and see those out who are being served."""
    for channel in list(channels.values()):
        if isinstance(channel, BaseWSGIServer):
            wasyncore.dispatcher.close(
                channel
            )  # the socket alone: threads still wake this loop through the rest
    end = time.monotonic() + DRAIN
    while time.monotonic() < end and any(_busy(channel) for channel in list(channels.values())):
        wasyncore.loop(timeout=0.1, use_poll=POLLS, map=channels, count=1)


def _busy(channel: object) -> bool:
    return isinstance(channel, HTTPChannel) and bool(channel.requests or channel.total_outbufs_len)
