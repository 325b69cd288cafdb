"""Re-exports the rooms' models, for Django's registry."""

from orders.agreements.models import Agreement, AgreementLine, Clause, ClauseVersion, ContractClause
from orders.approval.delegation.models import Delegation
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.checking.models import CheckPoint, OrderError, Verification
from orders.credit.models import CreditExposure
from orders.doubts.models import Doubt, SetAside
from orders.entry.repeated.models import OrderTemplate
from orders.fulfilment.models import GoodsCheck, OutboundDocument, OutboundLine, ServiceRecord
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.intake.mailbox.models import MailboxState
from orders.intake.pool.models import IntakeItem
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from orders.pricing.models import CustomerItem, CustomerPrice
from orders.printing.models import CompanyPicture, PaperForm, PaperPrint
from orders.priority.models import PriorityRules
from orders.promise.models import PromiseEntry, Reservation
from orders.quotation.models import Inquiry, Quotation, QuotationLine, QuotationVersion
from orders.service.models import Confirmation
from orders.settlement.models import Allocation, PlanRow, Receipt

__all__ = [
    "Agreement",
    "AgreementLine",
    "Allocation",
    "ApprovalRequest",
    "ApprovalStep",
    "CheckPoint",
    "Clause",
    "ClauseVersion",
    "CompanyPicture",
    "Confirmation",
    "ContractClause",
    "CreditExposure",
    "CustomerItem",
    "CustomerPrice",
    "Delegation",
    "Doubt",
    "GoodsCheck",
    "Inquiry",
    "IntakeItem",
    "MailboxState",
    "MatrixRow",
    "MatrixStep",
    "Order",
    "OrderError",
    "OrderLine",
    "OrderStep",
    "OrderTemplate",
    "OrderType",
    "OutboundDocument",
    "OutboundLine",
    "PaperForm",
    "PaperPrint",
    "PlanRow",
    "PriorityRules",
    "PromiseEntry",
    "Quotation",
    "QuotationLine",
    "QuotationVersion",
    "Receipt",
    "ReceivedShipDate",
    "Reservation",
    "ServiceRecord",
    "SetAside",
    "Verification",
]
