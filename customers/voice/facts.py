"""What a customer's words come to within the time that counts: figures on the customer, derived from the rows and
written under the lock of their own row, so that two answers at once both count (R055, R281, docs/adr/0090)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, Min, Sum

from common import dates, settings
from customers.voice.models import CustomerNote, VoiceFacts

MONTHS = "customers.voice_months"
MONTH = 31
_CENT = Decimal("0.01")


def first_day(at: datetime) -> date:
    """From which day on words and complaints count."""
    return dates.business_day(at) - timedelta(days=int(settings.get(MONTHS)) * MONTH)


def hold(customer_id: int, at: datetime) -> VoiceFacts:
    """The locked figures of a customer, made where there are none. The last lock of an operation (DESIGN 3)."""
    fresh = VoiceFacts(customer_id=customer_id, since=first_day(at), counted_at=at)
    VoiceFacts.objects.bulk_create([fresh], ignore_conflicts=True)
    return VoiceFacts.objects.select_for_update(no_key=True).get(customer_id=customer_id)


def count_answers(customer_id: int, at: datetime) -> VoiceFacts:
    """Count what a customer answered anew."""
    found = hold(customer_id, at)
    _set(found, _answers(first_day(at), customer=customer_id).aggregate(**_FIGURES), at)
    found.save()
    return found


def _set(found: VoiceFacts, counted: Mapping[str, Any], at: datetime) -> None:
    for name, value in answers_of(counted).items():
        setattr(found, name, value)
    found.since, found.counted_at = first_day(at), at


def answers_of(counted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a count of answers makes."""
    n, whole = counted.get("n") or 0, counted.get("sum") or 0
    return {
        "answers": n,
        "score_sum": whole,
        "average": (Decimal(whole) / n).quantize(_CENT, ROUND_HALF_UP) if n else None,
        "lowest": counted.get("lowest"),
        "last_answer_at": counted.get("last"),
    }


def counted_answers(at: datetime) -> dict[int, dict[str, Any]]:
    """Customer → the columns that his answers make today; those without answers are left out. One statement."""
    rows = _answers(first_day(at)).values("customer").annotate(**_FIGURES).order_by()
    return {row["customer"]: answers_of(row) for row in rows}


_FIGURES = {"n": Count("pk"), "sum": Sum("score"), "lowest": Min("score"), "last": Max("created_at")}


def _answers(since: date, **which: Any) -> Any:
    rows = CustomerNote.objects.filter(kind=CustomerNote.Kind.SATISFACTION, withdrawn_at=None, **which)
    return rows.filter(created_at__gte=dates.day_start(since))
