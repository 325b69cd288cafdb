"""The site that a test serves to a browser: when it has nothing to do any more."""

import threading
import time

from django.core.signals import request_finished, request_started

_busy: set[threading.Thread] = set()  # those that answer a request just now


def _begins(**_kwargs: object) -> None:
    _busy.add(threading.current_thread())


def _ends(**_kwargs: object) -> None:
    _busy.discard(threading.current_thread())


request_started.connect(_begins)
request_finished.connect(_ends)


def settle(seconds: float = 20) -> None:
    """Wait until no connection to the site is open, or none of those that are had a request for a while: a page that
    closes may still have sent one, which would write into the rows of the next test. Gives up after ``seconds``."""
    asked = time.monotonic()
    quiet_since = asked
    while time.monotonic() < asked + seconds:
        connected = {one for one in threading.enumerate() if "process_request_thread" in one.name}
        if _busy & connected:
            quiet_since = time.monotonic()
        elif not connected or time.monotonic() > quiet_since + 0.3:
            return
        time.sleep(0.01)
