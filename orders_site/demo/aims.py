"""What the demo company meant to reach last year and means to reach this one: targets of amounts for the company, its
departments and people, of key figures for the company, and notes on its strategy (R085–R087). Counted on the figures,
so it comes near the end."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from accounts.people.models import Department
from orders_site.demo.company import Company
from reports.figures.measures import measures
from reports.targets import operations, reached, strategy
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

_MORE = {Kind.COMPANY: Decimal("1.10"), Kind.DEPARTMENT: Decimal("1.08"), Kind.PERSON: Decimal("1.12")}
_ROUND = Decimal(10_000)
_LAST = 12  # the month that has what the others leave of the year
_KEY: tuple[tuple[str, str], ...] = (
    ("on_time", "0.95"),
    ("accuracy", "0.98"),
    ("perfect", "0.9"),
    ("collection", "0.97"),
    ("satisfaction", "4.5"),
    ("complaints", "24"),
)
_NOTES: tuple[tuple[str, str, str], ...] = (
    ("POSITIONING", "", "做称重仪表与传感器的整体方案供应商：标准品拼交期，定制品拼标定能力。"),
    ("PRICE", "", "XK 系列仪表不降价，以两年质保和七天交货取胜；传感器按年用量折让，折让须经审批。"),
    ("PROMOTION", "HD", "二、三季度走访华东二十家代理商，样机免费试用三十天。"),
    ("CHANNEL", "WM", "东南亚只走代理，欧洲直供整机厂；新增两家代理须有售后能力。"),
)


def settle(company: Company, at: datetime) -> None:
    """Set the targets and write the notes. The figures have been built before."""
    boss = company.staff["zhou.gd"]
    year = company.today.year
    for one in (year - 1, year):
        _set_amounts(company, one, at)
    for measure, value in _KEY:
        whole = [Entry(Whose(), 0, Decimal(value))]
        operations.set_targets(actor=boss, year=year, measure=measure, entries=whole, at=at)
    for subject, code, text in _NOTES:
        department = company.departments[code] if code else None
        strategy.save_note(actor=boss, year=year, subject=subject, department=department, text=text, at=at)


def _set_amounts(company: Company, year: int, at: datetime) -> None:
    sells = [one.pk for one in company.departments.values() if one.kind == Department.Kind.SALES]
    entries = [*_amounts(company, year, Kind.COMPANY, [0]), *_amounts(company, year, Kind.DEPARTMENT, sells)]
    entries += _amounts(company, year, Kind.PERSON, [one.pk for one in company.staff.values()])
    if entries:
        boss = company.staff["zhou.gd"]
        operations.set_targets(actor=boss, year=year, measure="amount", entries=entries, at=at)


def _amounts(company: Company, year: int, kind: Kind, keys: list[int | str] | list[int]) -> Iterable[Entry]:
    """A little more than the year before brought, in round figures; but for people month by month as that went."""
    found = reached.figures_of(
        actor=company.staff["fang.zy"],
        measure=measures["amount"],
        kind=kind,
        keys=keys,
        since=date(year - 1, 1, 1),
        until=date(year - 1, 12, 31),
        today=company.today,
        by_month=True,
    )
    for key, months in found.items():
        whose = Whose(kind, key)
        value = sum(months.values()) * _MORE[kind]
        if value <= 0:
            continue
        yield Entry(whose, 0, _round(value, ROUND_CEILING))
        for month, brought in months.items():
            part = _round(brought * _MORE[kind], ROUND_FLOOR)
            if kind != Kind.PERSON and part > 0 and month is not None and month.month < _LAST:
                yield Entry(whose, month.month, part)


def _round(value: Decimal, how: str) -> Decimal:
    return (value / _ROUND).quantize(Decimal(1), how) * _ROUND
