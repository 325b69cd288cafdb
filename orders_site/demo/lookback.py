"""What the demo company said looking back: last quarter's review, which has ended, and that of last month, where a
decision is late (R319). Counted on the figures, so it comes near the end, outside a transaction."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from common import dates
from orders_site.demo.company import Company
from reports.figures.periods import Period, days_of
from reports.reviews import operations
from reports.reviews.models import PeriodReview, ReviewPoint

Kind = ReviewPoint.Kind
_HOST = "fang.zy"  # a review of the company is for who holds those of all
# kind, measure, text, who, days until it is to be done from when it was said, what came of it
Said = tuple[Kind, str, str, str, int, str]
Decided = tuple[ReviewPoint, date, str]  # the decision, by when, what came of it
_QUARTER: tuple[Said, ...] = (
    (Kind.WELL, "amount", "华东大区代理商走访见效，台秤和仪表的复购明显多于上一季度。", "", 0, ""),
    (Kind.WELL, "satisfaction", "售后统一由客服回访，客户反馈两天内都有人答复。", "", 0, ""),
    (Kind.CAUSE, "on_time", "定制传感器等标定：标定台只有一班，旺季排队超过一周。", "", 0, ""),
    (Kind.CAUSE, "", "外贸订单有几单等客户确认铭牌才能投产，确认平均多用了四天。", "", 0, ""),
    (Kind.LESSON, "", "定制品报价时就把标定工时写进交期，不按标准品承诺。", "", 0, ""),
    (
        Kind.DECISION,
        "on_time",
        "旺季标定台开两班，先排承诺日期最近的订单。",
        "zhao.hai",
        20,
        "已开两班，排队降到两天。",
    ),
    (Kind.DECISION, "", "外贸合同附铭牌样稿，签约时一并确认。", "su.lin", 30, "新合同都已附样稿。"),
    (Kind.DECISION, "collection", "逾期三十天以上的货款每周一由大区经理逐笔说明。", "shen.wan", 120, ""),
)
_MONTH: tuple[Said, ...] = (
    (Kind.WELL, "accuracy", "仓库换新标签后，这个月没有发错货。", "", 0, ""),
    (Kind.CAUSE, "on_time", "两批称重模块等芯片，采购没有提前告诉销售。", "", 0, ""),
    (Kind.LESSON, "", "缺料当天就改承诺日期并通知客户，比到期再解释好。", "", 0, ""),
    (Kind.DECISION, "on_time", "为常用芯片定安全库存，低于就当天下单。", "qian.fang", 7, ""),
    (Kind.DECISION, "", "每周五把下周要发的订单过一遍，缺什么当场定谁补。", "lin.xy", 45, ""),
)


def settle(company: Company, at: datetime) -> None:
    """Hold the two reviews."""
    since, until = days_of(Period.LAST_QUARTER, company.today)
    quarter = _begin(company, f"{since.year} 年第{'一二三四'[since.month // 3]}季度经营复盘", since, until, at)
    decided = _say(company, quarter, _QUARTER, at)
    version = PeriodReview.objects.get(pk=quarter.pk).version
    operations.end_review(actor=company.staff[_HOST], review_id=quarter.pk, version=version, at=_moment(until, 6, at))
    for point, due, result in decided:
        operations.settle_decision(
            actor=company.staff[_HOST],
            point_id=point.pk,
            version=point.version,
            result=result,
            at=min(at, dates.day_start(due) - timedelta(hours=8)),
        )
    # of a month that ended so long ago that something decided then is late by now
    since, until = days_of(Period.LAST_MONTH, company.today - timedelta(days=14))
    _say(company, _begin(company, f"{since.month} 月经营复盘", since, until, at), _MONTH, at)


def _begin(company: Company, title: str, since: date, until: date, at: datetime) -> PeriodReview:
    return operations.save_review(
        actor=company.staff[_HOST],
        title=title,
        since=since,
        until=until,
        summary="数字取自本系统；决定写明谁做、何时做完，下次复盘先看上次的决定。",
        at=_moment(until, 3, at),
    )


def _say(company: Company, review: PeriodReview, said: Iterable[Said], at: datetime) -> list[Decided]:
    """Write down what was said, a few days after the period; the decisions of which something came."""
    moment = _moment(review.until, 5, at)
    settled = []
    for kind, measure, text, who, days, result in said:
        given: dict[str, Any] = {"kind": kind, "measure": measure, "text": text}
        due = dates.business_day(moment) + timedelta(days=days)
        if kind == Kind.DECISION:
            given |= {"owner": company.staff[who], "due_date": due}
        point = operations.save_point(actor=company.staff[_HOST], review_id=review.pk, at=moment, **given)
        if result:
            settled.append((point, due, result))
    return settled


def _moment(day: date, days: int, at: datetime) -> datetime:
    """In the morning so many days after a day, or now where that is still to come."""
    return min(at, dates.day_start(day + timedelta(days=days)) + timedelta(hours=10))
