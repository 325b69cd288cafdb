"""The tables of the reports app, as Django looks for them."""

from reports.builder.models import ReportDelivery, ReportSchedule, SavedReport
from reports.facts.models import FactMark, Flow, OrderMoments, Summary
from reports.reviews.models import PeriodReview, ReviewPoint
from reports.targets.models import CommissionRule, CommissionStatement, SalesTarget, StrategyNote

__all__ = [
    "CommissionRule",
    "CommissionStatement",
    "FactMark",
    "Flow",
    "OrderMoments",
    "PeriodReview",
    "ReportDelivery",
    "ReportSchedule",
    "ReviewPoint",
    "SalesTarget",
    "SavedReport",
    "StrategyNote",
    "Summary",
]
