"""Two real connections at the same moment, for tests of races."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from common import errors


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls on a connection each, released together; gives what each returned or the refusal it got.

    Anything but a refusal of the domain is a failure of the test.
    """
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            results[place] = call()
        except Exception as error:  # kept: the assertion below looks at it in the main thread
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits forever"
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, errors.DomainError):
            raise result
    return results


def refusals(results: list[Any]) -> list[type]:
    """The kinds of refusal among the results."""
    return [type(result) for result in results if isinstance(result, errors.DomainError)]
