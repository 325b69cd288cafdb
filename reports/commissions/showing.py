"""What the pages of commissions are drawn from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.trail.labels import label_of
from common import currencies, dates, errors
from common.templatetags import fmt
from common.typed import read_key, read_number
from reports.builder import policies as builder
from reports.builder.files import File
from reports.commissions import choosing, papers, policies, queries
from reports.commissions.sheets import Sheet, State


def month_of(given: Mapping[str, str], at: datetime) -> date:
    """The month that an address names; else the last one that ended. Raises Invalid for what is none."""
    text = given.get("month", "").strip()
    if not text:
        return choosing.before(dates.business_day(at).replace(day=1))
    found = choosing.read_month(text)
    if found is None:
        raise errors.Invalid(fields={"month": [_("Enter a month like 2026-10.")]})
    return found


def named_month(text: str) -> date:
    """A month out of an address. Raises NotFound."""
    found = choosing.read_month(text)
    if found is None:
        raise errors.NotFound()
    return found


def month(*, actor: User, given: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """The context of the list of a month. Raises NotAllowed, NotFound, Invalid."""
    rights.require(actor, policies.VIEW)
    which = month_of(given, at)
    department = read_key(given.get("department")) or 0
    state = given.get("state", "") if given.get("state") in set(State) else ""
    rows = queries.month_sheets(actor=actor, month=which, at=at, department=department, state=state)
    found = [_row(actor, one) for one in rows]
    today = dates.business_day(at)
    following = choosing.after(which)
    return {
        "month": which,
        "rows": found,
        "totals": queries.totals_of(rows),
        "attained": papers.attained(actor, rows),
        "may_pick": any(one["can"] for one in found),
        "department": department,
        "departments": queries.departments(),
        "state": state,
        "states": papers.STATES.items(),
        "former": _at(given, choosing.before(which)),
        "following": _at(given, following) if following <= today else "",
        "unit": fmt.symbol(currencies.base()),
        "is_over": all(one.is_over for one in rows),
        "files": _files(actor, reverse("reports:commissions-file"), {**_narrowed(given), "month": f"{which:%Y-%m}"}),
        "sees_others": rights.can(actor, policies.VIEW, owners=(), departments=[actor.department_id]),
    }


def _narrowed(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in ("department", "state") if given.get(name)}


def _at(given: Mapping[str, str], which: date) -> str:
    return "?" + urlencode({**_narrowed(given), "month": f"{which:%Y-%m}"})


def _files(actor: User, path: str, asked: Mapping[str, str]) -> list[tuple[str, str]]:
    if not rights.can(actor, builder.EXPORT):
        return []
    return [(one, f"{path}?{urlencode({**asked, 'file': one})}") for one in File]


def _row(actor: User, sheet: Sheet) -> dict[str, Any]:
    can = [
        name
        for name, may in (("confirm", policies.may_confirm(actor, sheet)), ("pay", policies.may_pay(actor, sheet)))
        if may
    ]
    return {
        "sheet": sheet,
        "state": papers.STATES[sheet.state],
        "attained": papers.attained(actor, [sheet]),
        "can": " ".join(can),
        "url": reverse("reports:commission", args=[sheet.person.pk, f"{sheet.month:%Y-%m}"]),
    }


def person(*, actor: User, person_id: int, at: datetime) -> dict[str, Any]:
    """The context of the page of a person's months. Raises NotFound."""
    rows = queries.person_sheets(actor=actor, person_id=person_id, at=at)
    return {
        "person": queries.get_person(actor, person_id),
        "rows": [_row(actor, one) for one in rows],
        "totals": queries.totals_of(rows),
        "is_own": person_id == actor.pk,
    }


def statement(*, actor: User, person_id: int, which: date, at: datetime) -> dict[str, Any]:
    """The context of the page of a statement. Raises NotFound."""
    sheet = queries.get_sheet(actor=actor, person_id=person_id, month=which, at=at)
    path = reverse("reports:commission-file", args=[person_id, f"{which:%Y-%m}"])
    return {
        "sheet": sheet,
        "month": f"{which:%Y-%m}",
        "paper": papers.statement(actor, sheet),
        "state": papers.STATES[sheet.state],
        "differs": papers.correction_words(actor, sheet.differs) if sheet.differs else "",
        "may_confirm": policies.may_confirm(actor, sheet),
        "may_take_back": policies.may_take_back(actor, sheet),
        "may_pay": policies.may_pay(actor, sheet),
        "history": [_told(one) for one in queries.history_of(person_id, which)],
        "files": _files(actor, path, {}),
    }


def _told(one: queries.Told) -> dict[str, Any]:
    note = " · ".join(filter(None, [fmt.money(one.amount), one.reason]))
    return {"who": one.by, "text": label_of(one.kind), "at": one.at, "note": note}


def offered(actor: User, sheet: Sheet) -> dict[date, str]:
    """The corrections that a draft proposes, in words."""
    return {one.month: f"{papers.correction_words(actor, one)} ({one.amount:+,.2f})" for one in sheet.corrections}


def picked(data: Any) -> list[tuple[int, Any]]:
    """The people who were picked in a list, each with what his statement came to there. Raises Invalid."""
    found = []
    for text in data.getlist("ids"):
        key = read_key(text)
        if key is None:
            raise errors.Invalid()
        try:
            found.append((key, read_number(data.get(f"shown-{key}", ""))))
        except ValueError as error:
            raise errors.Invalid() from error
    return found


def refused(outcomes: Sequence[Any]) -> list[str]:
    """Why some of several were refused, each reason once."""
    return list(dict.fromkeys(one.refusal for one in outcomes if one.statement is None))
