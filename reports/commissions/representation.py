"""Rules and statements as the API tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.people.models import Department, User
from common import errors
from common.money import plain
from reports.commissions import choosing, papers, policies, queries, scale
from reports.commissions.models import CommissionRule
from reports.commissions.queries import Preview
from reports.commissions.scale import Step
from reports.commissions.sheets import Correction, RuleLine, Sheet


def key_of(sheet: Sheet) -> str:
    """How a statement is addressed: month and the person's id."""
    return f"{sheet.month:%Y-%m}-{sheet.person.pk}"


def read_key(key: str) -> tuple[date, int]:
    """Month and person of a statement's address. Raises NotFound."""
    month, _sign, person = key.rpartition("-")
    found = choosing.read_month(month)
    if found is None:
        raise errors.NotFound()
    return found, int(person)


def rule(row: CommissionRule) -> dict[str, Any]:
    """A rule."""
    names = ("name", "measure", "is_whole", "valid_from", "valid_until", "is_active", "version")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "steps": [{"share": share, "rate": rate} for share, rate in row.steps],
        "department": row.department.code if row.department else None,
    }


def of_rule(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent as the operation takes it. Raises Invalid for an unknown department."""
    changes = dict(data)
    if "steps" in changes:
        changes["steps"] = scale.write([Step(one["share"], one["rate"]) for one in changes["steps"]])
    if code := changes.get("department"):
        changes["department"] = Department.objects.filter(code=code).first()
        if changes["department"] is None:
            raise errors.Invalid(fields={"department": [errors.NotFound.default_message]})
    return changes


def preview(found: Preview) -> dict[str, Any]:
    """What a rule would have done."""
    return {
        "month": f"{found.month:%Y-%m}",
        "as_of": found.as_of,
        "before": _money(found.before),
        "after": _money(found.after),
        "results": [
            {
                "person": one.person.username,
                "base": _money(one.base),
                "attainment": _share(one.attainment),
                "before": _money(one.before),
                "after": _money(one.after),
                "change": _money(one.change),
            }
            for one in found.rows
        ],
    }


def month(actor: User, rows: Sequence[Sheet], which: date) -> dict[str, Any]:
    """The statements of a month."""
    totals = queries.totals_of(rows)
    amounts = ("commission", "corrected", "adjustment", "rewarded", "total", "paid")
    return {
        "month": f"{which:%Y-%m}",
        "totals": {
            "count": totals.count,
            "drafts": totals.open,
            **{name: _money(getattr(totals, name)) for name in amounts},
        },
        "results": [statement(actor, one) for one in rows],
    }


def statement(actor: User, sheet: Sheet) -> dict[str, Any]:
    """A statement as ``actor`` may read it."""
    kept = sheet.kept
    amounts = ("commission", "corrected", "adjustment", "rewarded", "total")
    return {
        "key": key_of(sheet),
        "person": sheet.person.username,
        "name": sheet.person.name,
        "department": sheet.department.code if sheet.department else None,
        "month": f"{sheet.month:%Y-%m}",
        "state": sheet.state.value,
        "is_over": sheet.is_over,
        "lines": [_line(actor, sheet, one) for one in sheet.lines],
        "corrections": [_correction(actor, one) for one in sheet.corrections],
        "rewards": [{**asdict(one), "amount": _money(one.amount)} for one in sheet.rewards],
        **{name: _money(getattr(sheet, name)) for name in amounts},
        "reason": sheet.reason,
        "differs": _correction(actor, sheet.differs) if sheet.differs else None,
        "confirmed_by": kept.confirmed_by.username if kept else None,
        "confirmed_at": kept.confirmed_at if kept else None,
        "paid_at": kept.paid_at if kept else None,
        "as_of": sheet.as_of,
        "version": kept.version if kept else None,
    }


def _line(actor: User, sheet: Sheet, one: RuleLine) -> dict[str, Any]:
    found: dict[str, Any] = {"rule": one.name, "measure": one.measure, "amount": _money(one.amount)}
    if not policies.shows(actor, one):
        return {**found, **dict.fromkeys(("base", "target", "attainment", "facts")), "parts": []}
    return {
        **found,
        "base": _money(one.base),
        "target": _money(one.target),
        "attainment": _share(one.earned.attainment),
        "parts": [
            {
                "share": plain(part.share),
                "rate": plain(part.rate),
                "base": _money(part.base),
                "amount": _money(part.amount),
            }
            for part in one.earned.parts
        ],
        "facts": papers.facts_at(sheet.person.pk, sheet.month, one.measure, path="/api/v1/figures/facts/"),
    }


def _correction(actor: User, one: Correction) -> dict[str, Any]:
    words = papers.correction_words(actor, one)
    return {"month": f"{one.month:%Y-%m}", "amount": _money(one.amount), "words": words}


def _money(value: Decimal | None) -> str | None:
    return None if value is None else plain(value, 2)


def _share(value: Decimal | None) -> str | None:
    return None if value is None else plain(round(value, 6))
