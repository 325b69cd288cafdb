"""What the demo company expected: the forecasts that the monthly job kept, and some that people kept, from the first
month on that history bore one, to be held against what came (R256). Counted on the figures, so it stands near the end,
outside a transaction."""

from datetime import date, datetime, timedelta

from accounts.people import queries
from common import dates, errors
from orders_site.demo.company import Company
from reports.outlook import operations

_BACK = 7  # months before this one: then the books reached back thirty months, which a forecast needs
_NIGHT = timedelta(hours=2, minutes=20)  # when the job runs
# who, how many months ago, of what, months ahead, why
_KEPT: tuple[tuple[str, int, dict[str, str], str], ...] = (
    ("zhou.gd", 6, {"measures": "amount", "ahead": "6"}, "下半年产销平衡会用的底数"),
    ("zhou.gd", 3, {"measures": "orders", "ahead": "6"}, "四季度排班参考"),
    ("chen.lx", 4, {"measures": "amount", "ahead": "6"}, "我的客户下半年，谈年度框架时参考"),
    ("shen.wan", 2, {"measures": "amount", "ahead": "3"}, "大区四季度"),
    ("su.lin", 2, {"measures": "amount", "ahead": "6"}, "Export, for talks with agents"),
    ("fang.zy", 3, {"measures": "amount", "ahead": "6", "rhythm": "QUARTER"}, "董事会季度展望"),
)


def settle(company: Company, at: datetime) -> None:
    """Keep them, the oldest first, each as of its day."""
    system = queries.system_user()
    for back in range(_BACK, -1, -1):
        first = _month(company.today, back)
        operations.keep_monthly(actor=system, at=min(at, dates.day_start(first) + _NIGHT))
        for who, ago, asked, note in _KEPT:
            if ago == back:
                _keep(company, who, asked, note, dates.day_start(first + timedelta(days=4)) + timedelta(hours=10))


def _keep(company: Company, who: str, asked: dict[str, str], note: str, at: datetime) -> None:
    """What a person keeps; a company made small may have too little of it to forecast."""
    try:
        operations.keep_forecast(actor=company.staff[who], asked=asked, note=note, at=at)
    except errors.WrongState as refusal:
        company.agenda.refused.append(refusal)


def _month(day: date, back: int) -> date:
    """The first day of the month so many before that of ``day``."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
