"""Examples of the approval of changes in the OpenAPI document."""

from common.api import examples
from orders.approval.examples import EXAMPLES as ORDERS

_SIMULATION = {
    **ORDERS["OrderApproval"]["simulation"],
    "rows": [
        {"name": "晚交三天以上", "is_chosen": False, "why_not": ["未达到：订单延期 ≥ 3 天"]},
        {"name": "减少金额", "is_chosen": True, "why_not": []},
    ],
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(
        {
            "ChangeApprovalTrace": {"simulation": _SIMULATION, "requests": []},
            "ChangeAddApproverRequest": {"person": "he.jun", "before": True, "question": "交期能保证吗？"},
            "ChangeReturnRequest": {"step": 1, "reason": "请财务再看一次定金"},
        }
    )
