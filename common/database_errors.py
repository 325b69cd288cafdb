"""What the database's own refusals mean to people, for every door (RELIABILITY 2.3, DESIGN 4)."""

import structlog
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError

from common import errors

log = structlog.get_logger(__name__)

_IDLE_TOO_LONG = "25P03"  # the server ended a transaction that stood still


def as_refusal(error: BaseException | None) -> errors.DomainError | None:
    """The domain error behind a database error: a broken constraint is a Conflict, a database that is away,
    busy or out of time is Unavailable. None for anything else, which is a bug of ours."""
    if isinstance(error, IntegrityError):
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        log.warning("integrity_error", constraint=constraint)
        return errors.Conflict(constraint=constraint)
    idle = isinstance(error, InternalError) and getattr(error.__cause__, "pgcode", None) == _IDLE_TOO_LONG
    if idle or isinstance(error, OperationalError | InterfaceError):
        log.error("database_unavailable", error=str(error))
        return errors.Unavailable()
    return None
