"""Re-exports the rooms' models, for Django's registry."""

from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.credit.models import CreditExposure
from orders.fulfilment.models import OutboundDocument, OutboundLine, ServiceRecord
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from orders.priority.models import PriorityRules
from orders.pricing.models import CustomerItem, CustomerPrice
from orders.printing.models import CompanyPicture, PaperForm, PaperPrint
from orders.promise.models import PromiseEntry, Reservation
from orders.settlement.models import Allocation, PlanRow, Receipt

__all__ = [
    "Allocation",
    "ApprovalRequest",
    "ApprovalStep",
    "CompanyPicture",
    "CreditExposure",
    "CustomerItem",
    "CustomerPrice",
    "Order",
    "OrderLine",
    "OrderStep",
    "OrderType",
    "OutboundDocument",
    "OutboundLine",
    "PaperForm",
    "PaperPrint",
    "PlanRow",
    "PromiseEntry",
    "PriorityRules",
    "Receipt",
    "ReceivedShipDate",
    "Reservation",
    "ServiceRecord",
]
