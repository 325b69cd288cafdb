"""Examples of group chat robots in the OpenAPI document."""

from typing import Any

from common.api import examples

_ROBOT: dict[str, Any] = {"name": "销售部群", "kind": "WECOM", "language": "zh-hans", "is_active": True}
_KEY = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
EXAMPLES: dict[str, Any] = {
    "Robot": {
        "id": 1,
        **_ROBOT,
        "is_signing": False,
        "last_sent_at": "2026-11-23T01:00:00Z",
        "last_error": "",
        "version": 1,
    },
    "RobotInputRequest": {**_ROBOT, "key": _KEY},
    "PatchedRobotChangeRequest": {"name": "销售一部群"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
