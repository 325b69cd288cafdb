"""The tables of the reports app, as Django looks for them."""

from reports.builder.models import SavedReport
from reports.commissions.models import CommissionRule, CommissionStatement
from reports.deliveries.models import ReportDelivery, ReportSchedule
from reports.facts.models import FactMark, Flow, OrderMoments, PastFlow, Summary
from reports.outlook.models import KeptForecast
from reports.reviews.models import PeriodReview, ReviewPoint
from reports.targets.models import StrategyNote, Target

__all__ = [
    "CommissionRule",
    "CommissionStatement",
    "FactMark",
    "Flow",
    "KeptForecast",
    "OrderMoments",
    "PastFlow",
    "PeriodReview",
    "ReportDelivery",
    "ReportSchedule",
    "ReviewPoint",
    "SavedReport",
    "StrategyNote",
    "Summary",
    "Target",
]
