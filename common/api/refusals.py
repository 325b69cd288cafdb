"""The refusals that every resource knows, as the OpenAPI document describes them."""

from typing import Any

from common.api.examples import Refusal, examples, refusals

TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
FIELDS: dict[str, Any] = {
    "type": "object",
    "description": "Wrong inputs by path, rows counted from 1: lines.2.quantity",
    "additionalProperties": TEXTS,
}
_PAIRS: dict[str, Any] = {
    "type": "object",
    "description": "Field → [what is stored now, what was sent]",
    "additionalProperties": {"type": "array", "items": {}},
}
_LABELS: dict[str, Any] = {"type": "object", "description": "Field → its name for people", "additionalProperties": TEXT}
POSSIBLE: dict[str, Any] = {**TEXTS, "description": "The verbs that are possible now"}
_STALE = {
    "fields": (_PAIRS, {"notes": ["Call first", "Ring twice"]}),
    "labels": (_LABELS, {"notes": "Notes"}),
    "version": ({"type": "integer", "description": "The present version"}, 4),
}
_MEANWHILE = "Somebody changed this meanwhile."

COMMON: dict[str, Refusal] = {
    "invalid": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"lines.2.quantity": ["A valid number is required."]})},
    ),
    "idempotency_key_missing": Refusal(
        400, "Send an Idempotency-Key header of at most 200 characters.", operations=("post ",)
    ),
    "parse_error": Refusal(400, "JSON parse error - Expecting value: line 1 column 1", operations=("post ", "patch ")),
    "authentication_failed": Refusal(401, "This token is unknown, revoked or expired."),
    "not_authenticated": Refusal(401, "Authentication credentials were not provided."),
    "not_allowed": Refusal(403, "You may not do this."),
    "not_found": Refusal(404, "Not found."),
    "conflict": Refusal(409, "This collides with something that is already there."),
    "busy": Refusal(409, "This is being worked on at this moment. Try again shortly."),
    "wrong_state": Refusal(
        409,
        "This is not possible in the present state.",
        {"state": (TEXT, "ARCHIVED"), "possible": (POSSIBLE, ["restore"])},
    ),
    "not_mergeable": Refusal(
        409,
        "They are counted in different units: 台 and 只.",
        {"obstacles": (TEXTS, ["They are counted in different units: 台 and 只."])},
        ("/merge/",),
    ),
    "stale": Refusal(412, _MEANWHILE, _STALE, also_status=409),
    "unsupported_media_type": Refusal(415, "Unsupported media type “text/plain” in request."),
    "idempotency_key_reused": Refusal(422, "This collides with something that is already there."),
    "precondition_required": Refusal(428, "Send the If-Match header with the ETag you have read."),
    "throttled": Refusal(429, "Request was throttled. Expected available in 12 seconds."),
    "unavailable": Refusal(503, "The system is busy. Nothing was changed; try again."),
}


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    for code, refusal in COMMON.items():
        refusals.register(code, refusal)
    examples.register("ReasonRequest", {"reason": "按客户要求"})
