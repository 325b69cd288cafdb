"""The tables of the reports app, as Django looks for them."""

from reports.boards.models import BoardArrangement
from reports.builder.models import SavedReport
from reports.clientele.models import ProductPartner
from reports.commissions.models import CommissionRule, CommissionStatement
from reports.deliveries.models import ReportDelivery, ReportSchedule
from reports.facts.models import FactMark, Flow, OrderMoments, OwnSummary, PastFlow, Summary
from reports.outlook.models import KeptForecast
from reports.reviews.models import PeriodReview, ReviewPoint
from reports.targets.models import StrategyNote, Target

__all__ = [
    "BoardArrangement",
    "CommissionRule",
    "CommissionStatement",
    "FactMark",
    "Flow",
    "KeptForecast",
    "OrderMoments",
    "OwnSummary",
    "PastFlow",
    "PeriodReview",
    "ProductPartner",
    "ReportDelivery",
    "ReportSchedule",
    "ReviewPoint",
    "SavedReport",
    "StrategyNote",
    "Summary",
    "Target",
]
