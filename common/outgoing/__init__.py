"""Requests to other servers, whose addresses people type: the only way out over HTTP (RELIABILITY 2, SSRF; ADR 0107).

``request`` reaches https servers at public addresses; what else may be reached stands in the setting
``ORDERS_OUTGOING_PRIVATE``. A name is resolved once, the connection goes to the very address that was judged, no
redirect is followed, and time and size of the answer are bounded.
"""

from common.outgoing.calling import Answer, Unreachable, request
from common.outgoing.targets import ANY, Allowed, Reason, Refused, Target, target_of

__all__ = ["ANY", "Allowed", "Answer", "Reason", "Refused", "Target", "Unreachable", "request", "target_of"]
