"""How orders arrive: each mode of a profile has its writer."""

from common.imports.batch import Batch
from orders.intake.imports import history

WRITERS = {"history": history.write}


def write(batch: Batch) -> None:
    """Write the staged orders in the way the profile says."""
    WRITERS[batch.mode](batch)
