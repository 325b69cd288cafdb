"""Every change of deliveries: notices in ``drafting``, issue of stock in ``auditing``, signing, services."""

from orders.fulfilment.operations.auditing import audit_outbound, unaudit_outbound
from orders.fulfilment.operations.checking import check_goods
from orders.fulfilment.operations.drafting import draft_outbound, update_outbound, void_outbound
from orders.fulfilment.operations.services import perform_service, revoke_service
from orders.fulfilment.operations.signing import sign_outbound, unsign_outbound

__all__ = [
    "audit_outbound",
    "check_goods",
    "draft_outbound",
    "perform_service",
    "revoke_service",
    "sign_outbound",
    "unaudit_outbound",
    "unsign_outbound",
    "update_outbound",
    "void_outbound",
]
