"""Two real connections at the same moment, for tests of races."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

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


def behind(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """``second`` begins while the transaction of ``first`` is open, has to wait for it and goes on when it is
    committed; gives what ``second`` returned or the refusal it got."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(second())
        except errors.DomainError as error:
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        for _try in range(500):
            if results or _somebody_waits():
                break
            time.sleep(0.01)
        assert not results, "it did not wait"
    thread.join(timeout=60)
    assert results, "somebody waits forever"
    return results[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            # not pg_stat_activity, which shows one transaction the same picture to its end
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def refusals(results: list[Any]) -> list[type]:
    """The kinds of refusal among the results."""
    return [type(result) for result in results if isinstance(result, errors.DomainError)]
