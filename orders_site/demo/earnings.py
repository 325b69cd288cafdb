"""What the salespeople of the demo company earn: two rules, targets of this year, statements of two months that were
confirmed, those of the month before last paid (R280). Counted on the figures, so it comes after everything else."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.people.queries import system_user
from common import dates
from orders_site.demo.company import Company
from reports.clientele import partners_keeping as partners
from reports.commissions import choosing, operations, queries
from reports.commissions.sheets import State
from reports.facts import operations as facts
from reports.figures import queries as figures
from reports.figures.question import Question
from reports.targets import operations as targets
from reports.targets.models import Target
from reports.targets.subjects import Kind, Whose

_STEPS = [["0", "0.008"], ["0.8", "0.012"], ["1", "0.016"], ["1.2", "0.02"]]
_RULES: tuple[dict[str, Any], ...] = (
    {"name": "回款提成", "measure": "received", "steps": _STEPS},
    {"name": "外贸毛利提成", "measure": "profit", "steps": [["0", "0.03"]], "department": "WM"},
)
_MORE = Decimal("1.1")  # than in the months before, a target asks for
_OPEN = "guo.min"  # whose statement of last month waits


def settle(company: Company, at: datetime) -> None:
    """Build the figures and what goes together, then rules, targets and statements. Stands outside a transaction."""
    facts.keep_up(at=at, patience=0)
    partners.keep_partners(actor=system_user(), at=at)
    last = choosing.before(dates.business_day(at).replace(day=1))
    former = choosing.before(last)
    boss, finance = company.staff["fang.zy"], company.staff["wu.min"]
    for rule in _RULES:
        department = company.departments[rule["department"]] if "department" in rule else None
        changes = {**rule, "department": department, "valid_from": former.replace(month=1)}
        operations.save_rule(actor=boss, changes=changes, at=at)
    _aim(company, former, at)
    for month in (former, last):
        for sheet in queries.month_sheets(actor=finance, month=month, at=at, state=State.DRAFT):
            waits = month == last and sheet.person.username == _OPEN
            if waits or not sheet.is_over or sheet.person == finance:
                continue
            operations.confirm(actor=finance, person_id=sheet.person.pk, month=month, at=at)
            if month == former:
                operations.pay(actor=finance, person_id=sheet.person.pk, month=month, at=at)


def _aim(company: Company, month: date, at: datetime) -> None:
    """Targets of the year for who had money come in, a little above what he reached on average."""
    if Target.objects.filter(measure="received").exclude(person=None).exists():
        return
    boss = company.staff["fang.zy"]
    since = choosing.before(month, 5)
    asked = Question(("received",), since, dates.month_end(month), rows=("salesperson",))
    answer = figures.ask(actor=boss, asked=asked, today=company.today)
    entries = []
    for (person,), group in answer.groups.items():
        value = asked.asked[0].value(group.sums)
        if person and value and value > 0:
            aim = (value / 6 * _MORE).quantize(Decimal("1E4")) * 12
            entries.append(targets.Entry(Whose(Kind.PERSON, int(person)), 0, max(aim, Decimal(120_000))))
    for year in {month.year, company.today.year}:
        targets.set_targets(actor=boss, year=year, measure="received", entries=entries, at=at)
