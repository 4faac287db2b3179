"""Many people at once: threads that each have a connection of their own and start together."""

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

T = TypeVar("T")
PATIENCE = 60  # seconds after which a thread that still waits has failed


def together(app: Flask, acts: list[Callable[[], T]]) -> list[T | Exception]:
    """Run each act in a thread of its own, all from the same moment; return what each returned or raised."""
    start = threading.Barrier(len(acts), timeout=PATIENCE)
    results: list[T | Exception] = [RuntimeError("never ran")] * len(acts)

    def run(place: int, act: Callable[[], T]) -> None:
        with app.app_context():
            start.wait()
            try:
                results[place] = act()
            except Exception as error:  # noqa: BLE001 - whatever a writer meets is the result
                results[place] = error

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results
