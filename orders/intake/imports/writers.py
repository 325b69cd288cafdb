"""How orders arrive: each mode of a profile has its writer, and may have checks of its own."""

from common.imports.batch import Batch
from orders.intake.imports import closed_months, drafting, history, opening

_WRITERS = {"history": history.write, "open": opening.write, "drafts": drafting.write}
_CHECKS = {"open": opening.check, "drafts": drafting.check}


def write(batch: Batch) -> None:
    """Write the staged orders in the way the profile says. Raises WrongState for a day in a closed month."""
    closed_months.require_none(batch)
    _WRITERS[batch.mode](batch)


def finish_check(batch: Batch) -> None:
    """What only this way of arriving asks for, when lines and shipments were checked."""
    if batch.mode != "drafts":  # of these, entry itself says so
        closed_months.check(batch)
    if batch.mode in _CHECKS:
        _CHECKS[batch.mode](batch)
