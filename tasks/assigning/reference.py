"""The weights of candidates as the software ships them: those of everybody who sets none of his own."""

from datetime import datetime

from common.reference import seeders
from tasks.assigning.models import AssignmentWeights


def seed(at: datetime) -> None:
    """Add them where they are missing; what somebody changed stays."""
    AssignmentWeights.objects.get_or_create(department=None)


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("tasks.weights", seed)
