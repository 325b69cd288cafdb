"""How a request wakes a background job: after commit, quickly, and never at the price of the request.

The message may be lost: every job finds its truth by scanning (RELIABILITY 2.1, 2.7).
"""

import structlog
from celery import current_app
from django.db import transaction

log = structlog.get_logger(__name__)


def wake(task: str, *ids: int) -> None:
    """Ask a worker to run ``task`` with ``ids`` once the transaction has committed; errors are swallowed."""
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: str, ids: tuple[int, ...]) -> None:
    try:
        current_app.send_task(task, args=ids, retry=False, ignore_result=True)
    except Exception as error:  # a broker that is away must not hurt the person who saved an order
        log.warning("wake_failed", task=task, error=type(error).__name__)
