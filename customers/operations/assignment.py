"""Who is in charge of a customer, from which day on (R004, Q14). The columns on the customer are what
holds today; the rows are the history and the plan."""

from datetime import date, datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from common import dates, editing, errors, events
from common.operation import operation
from customers import policies, queries
from customers.models import Assignment, Customer, CustomerNote
from customers.operations import archive


@operation
def assign_customer(
    *,
    actor: User,
    customer_id: int,
    territory: str,
    department_id: int | None,
    owner_id: int | None,
    at: datetime,
    valid_from: date | None = None,
    version: int | None = None,
) -> Assignment:
    """Put a department, its text and a salesperson in charge from a day on (today when none is given).

    A second call for the same day replaces it; a day to come takes effect by itself. Days before today
    are history and stay. Raises NotFound, NotAllowed, Stale, WrongState (merged), Invalid.
    """
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.assign", customer)
    editing.require_seen(customer, version)
    today = dates.business_day(at)
    day = valid_from or today
    _require_valid(day, today, department_id, owner_id)
    row, _is_new = Assignment.objects.update_or_create(
        customer=customer,
        valid_from=day,
        defaults={
            "territory": territory.strip(),
            "department_id": department_id,
            "owner_id": owner_id,
            "created_by": actor,
            "created_at": at,
        },
    )
    if day == today:
        _make_current(customer, row, at)
    events.record(
        "customer.assigned", customer, at=at, number=customer.code, owner=owner_id, valid_from=day.isoformat()
    )
    return row


_DUE = """
    SELECT a.id FROM customers_customer c
    JOIN LATERAL (
        SELECT * FROM customers_assignment x
        WHERE x.customer_id = c.id AND x.valid_from <= %s ORDER BY x.valid_from DESC LIMIT 1
    ) a ON true
    WHERE c.merged_into_id IS NULL AND
        (a.territory, a.department_id, a.owner_id) IS DISTINCT FROM (c.territory, c.department_id, c.owner_id)
"""


@operation
def apply_due_assignments(*, actor: User, at: datetime) -> int:
    """Let the assignments whose day has come take effect; returns how many customers changed hands.

    Run daily; a missed day is caught up, a second run changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [dates.business_day(at)])
        due = [row_id for (row_id,) in cursor.fetchall()]
    rows = Assignment.objects.filter(pk__in=due).order_by("customer_id")
    standing = Customer.objects.filter(merged_into__isnull=True).select_for_update(no_key=True)
    for row in rows:
        customer = standing.filter(pk=row.customer_id).first()
        if customer is None:  # merged meanwhile
            continue
        _make_current(customer, row, at)
        events.record("customer.assignment_started", customer, at=at, number=customer.code, owner=row.owner_id)
    return len(due)


def count_owned(user: User) -> int:
    """How many customers a person is in charge of."""
    return Customer.objects.filter(owner=user, merged_into__isnull=True).count()


def move_owned(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Put ``to_user`` in charge of everything of ``from_user``, from today on and in assignments to come.

    For handing over inside the operation in progress, which asked for the right; departments stay.
    Returns how many customers changed hands.
    """
    today = dates.business_day(at)
    owned = Customer.objects.filter(owner=from_user, merged_into__isnull=True).order_by("pk")
    mine = list(owned.select_for_update(no_key=True).defer("search_text", "search_grams"))
    Assignment.objects.filter(owner=from_user, valid_from__gt=today).update(owner=to_user)
    Assignment.objects.bulk_create(
        (
            Assignment(
                customer=customer,
                valid_from=today,
                territory=customer.territory,
                department_id=customer.department_id,
                owner=to_user,
                created_by=actor,
                created_at=at,
            )
            for customer in mine
        ),
        update_conflicts=True,
        unique_fields=["customer", "valid_from"],
        update_fields=["owner", "created_by", "created_at"],
    )
    Customer.objects.filter(pk__in=[customer.pk for customer in mine]).update(
        owner=to_user, version=F("version") + 1, updated_at=at
    )
    return len(mine)


def _make_current(customer: Customer, row: Assignment, at: datetime) -> None:
    if row.owner_id is not None and row.owner_id != customer.owner_id:  # who leaves may not see the customer any more
        owed = CustomerNote.objects.filter(customer=customer, responsible_id=customer.owner_id, done_at__isnull=True)
        owed.exclude(due_date=None).update(responsible_id=row.owner_id, version=F("version") + 1)
    customer.territory, customer.department_id, customer.owner_id = row.territory, row.department_id, row.owner_id
    customer.version += 1
    customer.updated_at = at
    archive.save_classified(customer, ["territory", "department", "owner", "version", "updated_at"], at)


def _require_valid(day: date, today: date, department_id: int | None, owner_id: int | None) -> None:
    wrong: dict[str, list] = {}
    if day < today:
        wrong["valid_from"] = [_("Choose today or a later day; what was stays as it was.")]
    if owner_id is not None and not User.objects.filter(pk=owner_id, is_active=True).exists():
        wrong["owner"] = [_("Choose somebody who works here.")]
    if department_id is not None and not Department.objects.filter(pk=department_id, is_active=True).exists():
        wrong["department"] = [_("Choose a department that is in use.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
