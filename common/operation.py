"""The shape of every write (DESIGN 3): one transaction, bounded retries, one audit context.

The outermost operation opens the transaction, tells the database who acts (for the audit triggers),
runs, and at its end writes the events and outbox rows that were collected on the way, in one
statement each. A nested operation joins its caller.
"""

import functools
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, DataError, OperationalError, connection, transaction

from common import citations, database_errors, errors
from common.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")

MAX_RETRIES = 3
_RETRYABLE = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_BUSY = {"55P03", "57014"}  # lock_not_available, query_canceled by a timeout


@dataclass
class Context:
    """What the transaction in progress knows of its origin, and what it will tell at its end."""

    actor_id: int | None
    door: str
    request_id: str
    pending: dict[str, list[Any]] = field(default_factory=dict)

    def later(self, channel: str, row: Any) -> None:
        """Collect a row for a channel of ``flushers``; written when the outermost operation ends."""
        self.pending.setdefault(channel, []).append(row)


_current: ContextVar[Context | None] = ContextVar("operation", default=None)
_refusal: ContextVar[errors.DomainError | None] = ContextVar("refusal", default=None)
_origin: ContextVar[tuple[str, str]] = ContextVar("origin", default=("", ""))

# channel -> callable(rows): writes what was collected, inside the same transaction
flushers: Registry[Callable[[list[Any]], None]] = Registry("common.operation.flushers")
_REFUSED = "refused"  # parts that were refused while the rest stood (``attempt``)
flushers.register(_REFUSED, citations.count)


def set_origin(door: str, request_id: str) -> None:
    """Say through which door (page, api, admin, job, command) this thread acts from now on."""
    _origin.set((door, request_id))


@contextmanager
def refusing(error: errors.DomainError) -> Iterator[None]:
    """Within this, no operation runs, whoever it acts as: each raises ``error`` before it begins."""
    token = _refusal.set(error)
    try:
        yield
    finally:
        _refusal.reset(token)


def current() -> Context:
    """The operation in progress. Raises RuntimeError outside one: a write without a trail is a bug."""
    context = _current.get()
    if context is None:
        raise RuntimeError("this must run inside an @operation")
    return context


def is_running() -> bool:
    """Whether an operation is in progress in this thread."""
    return _current.get() is not None


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make ``function`` an operation: keyword arguments only, ``actor`` required.

    Retries the whole function on deadlock and serialisation errors, at most three times, and raises
    Unavailable when a lock or statement timeout strikes: nothing was changed then.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keyword arguments only")
        actor: Any = kwargs["actor"]
        if actor is None or actor.pk is None:
            raise errors.NotAllowed()
        return in_operation(actor.pk, lambda: function(**kwargs))  # type: ignore[call-arg]

    return run


def in_operation(actor_id: int | None, call: Callable[[], R]) -> R:
    """Run ``call`` as the outermost operation, or join the one in progress."""
    if _current.get() is not None:
        return call()
    if (refusal := _refusal.get()) is not None:
        raise refusal
    for attempt in range(MAX_RETRIES + 1):
        try:
            return _run_outermost(actor_id, call)
        except OperationalError as error:
            code = _sqlstate(error)
            nested = connection.in_atomic_block  # a test's or command's own transaction: no retry inside it
            if code in _RETRYABLE and attempt < MAX_RETRIES and not nested:
                time.sleep(0.01 * 2**attempt)
                continue
            if code in _RETRYABLE | _BUSY:
                raise errors.Unavailable() from error
            raise
        except (DataError, ValueError) as error:
            refusal = database_errors.as_refusal(error)
            if refusal is None:
                raise
            raise refusal from error
    raise AssertionError("unreachable")


def attempt(call: Callable[[], R]) -> R:
    """Run a part of the operation in progress that may be refused without the rest being undone: then nothing of it
    stays, neither what it wrote nor what it would have told at the end, and the refusal (a DomainError) is raised
    here, for the caller to go on without it."""
    context = current()
    kept = {channel: list(rows) for channel, rows in context.pending.items()}
    try:
        with transaction.atomic():
            return call()
    except errors.DomainError as error:
        context.pending.clear()
        context.pending.update(kept)
        if context.actor_id is not None:
            error.attempt = (context.actor_id, context.door)
            context.later(_REFUSED, error)
        raise


def _run_outermost(actor_id: int | None, call: Callable[[], R]) -> R:
    door, request_id = _origin.get()
    context = Context(actor_id=actor_id, door=door, request_id=request_id or uuid.uuid4().hex)
    token = _current.set(context)
    try:
        with transaction.atomic():
            _tell_database(context)
            result = call()
            for channel, flush in flushers.items():
                rows = context.pending.pop(channel, None)
                if rows:
                    flush(rows)
            return result
    except errors.DomainError as error:
        if actor_id is not None:
            error.attempt = (actor_id, door)
            citations.count([error])
        raise
    finally:
        _current.reset(token)


def _tell_database(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('orders.actor', %s, true), set_config('orders.door', %s, true),"
            " set_config('orders.request', %s, true)",
            [str(context.actor_id or ""), context.door, context.request_id],
        )


def _sqlstate(error: DatabaseError) -> str:
    return getattr(error.__cause__, "pgcode", None) or ""
