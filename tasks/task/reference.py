"""Phases and skills as the software ships them; the company changes them in the console."""

from datetime import datetime

from django.utils.translation import gettext_noop

from common.reference import seeders, ship_names
from orders.order.states import Stage
from tasks.task.models import Phase, Skill

# code: (name, stage, target)
PHASES = {
    "REVIEW": (gettext_noop("Review and preparation"), Stage.PREPARING, ""),
    "SUPPLY": (gettext_noop("Getting material"), Stage.PREPARING, ""),
    "MAKE": (gettext_noop("Production"), Stage.PREPARING, ""),
    "INSPECT": (gettext_noop("Inspection"), Stage.PREPARING, ""),
    "DELIVER": (gettext_noop("Delivery to the customer"), Stage.LOGISTICS, ""),
    "FOLLOW": (gettext_noop("Following up"), Stage.DELIVERY, ""),
}
SKILLS = {
    "ASSEMBLY": gettext_noop("Assembly"),
    "CALIBRATION": gettext_noop("Calibration"),
    "INSPECTION": gettext_noop("Factory inspection"),
    "WELDING": gettext_noop("Welding"),
    "ELECTRONICS": gettext_noop("Electronics"),
    "SOFTWARE": gettext_noop("Instrument software"),
    "PURCHASING": gettext_noop("Purchasing"),
    "PACKING": gettext_noop("Picking and packing"),
    "SHIPPING": gettext_noop("Shipping"),
    "CUSTOMS": gettext_noop("Export documents"),
    "DESIGN": gettext_noop("Drawings"),
    "FOLLOW_UP": gettext_noop("Customer contact"),
}


def seed(at: datetime) -> None:
    """Add those that are missing; what an administrator changed stays."""
    rows = enumerate(PHASES.items(), start=1)
    Phase.objects.bulk_create(
        [
            Phase(code=code, name=name, stage=stage, target=target, rank=number * 10)
            for number, (code, (name, stage, target)) in rows
        ],
        ignore_conflicts=True,
    )
    Skill.objects.bulk_create([Skill(code=code, name=name) for code, name in SKILLS.items()], ignore_conflicts=True)


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("tasks.phases_and_skills", seed)
    ship_names([*(name for name, _stage, _target in PHASES.values()), *SKILLS.values()])
