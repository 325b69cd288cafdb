"""What the database's own refusals mean to people, for every door (RELIABILITY 2.3, DESIGN 4)."""

import structlog
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from django.utils.translation import gettext_lazy as _

from common import errors

log = structlog.get_logger(__name__)

_UNFIT = {"22001", "22003", "22008", "22P05"}  # text too long, number or day out of range, no such character
_IDLE_TOO_LONG = "25P03"  # the server ended a transaction that stood still


def as_refusal(error: BaseException | None) -> errors.DomainError | None:
    """The domain error behind a database error: a broken constraint is a Conflict, a value that no column takes
    is Invalid, a database that is away, busy or out of time is Unavailable. None for anything else, which is a
    bug of ours."""
    if _is_unfit_value(error):
        log.warning("value_unfit", error=str(error))
        return errors.Invalid(_("A value does not fit: a number is too large, or a text holds what no text may hold."))
    if isinstance(error, IntegrityError):
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        log.warning("integrity_error", constraint=constraint)
        return errors.Conflict(constraint=constraint)
    idle = isinstance(error, InternalError) and getattr(error.__cause__, "pgcode", None) == _IDLE_TOO_LONG
    if idle or isinstance(error, OperationalError | InterfaceError):
        log.error("database_unavailable", error=str(error))
        return errors.Unavailable()
    return None


def _is_unfit_value(error: BaseException | None) -> bool:
    """Whether something entered does not fit into a column: last line of defence behind the fields' own rules.
    The driver refuses a NUL character itself, as a ValueError."""
    is_nul = isinstance(error, ValueError) and "NUL (0x00)" in str(error)
    return is_nul or (isinstance(error, DataError) and getattr(error.__cause__, "pgcode", None) in _UNFIT)
