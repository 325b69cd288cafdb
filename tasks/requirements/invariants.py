"""What must hold of requirements, as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# one date, one owner: the receipt that promises count on says what the line says
AGREES = """
    SELECT l.id, r.number, l.planned_date, p.expected_date, l.accepted, p.quantity, l.done, p.received, p.state
    FROM tasks_requirementline l JOIN tasks_requirement r ON r.id = l.requirement_id
    JOIN products_plannedreceipt p ON p.id = l.receipt_id
    WHERE l.planned_date <> p.expected_date OR l.done <> p.received OR l.accepted <> p.quantity
        OR l.product_id <> p.product_id OR l.is_ended <> (p.state <> 'OPEN') OR p.provider <> 'requirement'
"""
ACCEPTED = """
    SELECT r.id, r.number, r.state, l.id AS line, l.accepted, l.receipt_id FROM tasks_requirement r
    JOIN tasks_requirementline l ON l.requirement_id = r.id
    WHERE (l.accepted > 0) <> (l.receipt_id IS NOT NULL) OR (l.receipt_id IS NULL) <> (l.planned_date IS NULL)
        OR (l.receipt_id IS NOT NULL AND r.state NOT IN ('ACCEPTED', 'DONE', 'CANCELLED'))
        OR (r.state IN ('DONE', 'REFUSED', 'CANCELLED') AND NOT l.is_ended)
"""
KEPT = """
    SELECT p.id, p.external_id FROM products_plannedreceipt p
    WHERE p.provider = 'requirement'
        AND NOT EXISTS (SELECT FROM tasks_requirementline l WHERE l.receipt_id = p.id)
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register(
        "requirements.days", Invariant(24, _("Requirements and their planned receipts say the same"), AGREES)
    )
    invariants.register(
        "requirements.accepted", Invariant(24, _("What was accepted is planned, and nothing else"), ACCEPTED)
    )
    invariants.register("requirements.kept", Invariant(24, _("Planned receipts of requirements have their line"), KEPT))
