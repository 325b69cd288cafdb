"""What is done to rules of commissions and to statements."""

from reports.commissions.operations.keeping import save_rule
from reports.commissions.operations.paying import pay, pay_several
from reports.commissions.operations.settling import Outcome, confirm, confirm_several, take_back

__all__ = ["Outcome", "confirm", "confirm_several", "pay", "pay_several", "save_rule", "take_back"]
