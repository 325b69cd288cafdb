"""Every write of risk: the scan, what people do with warnings, materials, assessments."""

from orders.risk.operations.assessing import assess, finish_measure
from orders.risk.operations.handling import acknowledge, assign, dismiss, resolve
from orders.risk.operations.materials import load_prices, save_material
from orders.risk.operations.renegotiating import change_renegotiation, end_renegotiation, renegotiate
from orders.risk.operations.scanning import scan, scan_rule

__all__ = [
    "acknowledge",
    "assess",
    "assign",
    "change_renegotiation",
    "dismiss",
    "end_renegotiation",
    "finish_measure",
    "load_prices",
    "renegotiate",
    "resolve",
    "save_material",
    "scan",
    "scan_rule",
]
