"""Completes the generated OpenAPI document: problem answers, idempotency and version headers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

_PROBLEM = {
    "type": "object",
    "description": "application/problem+json (RFC 9457)",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Wrong inputs by path, rows counted from 1: lines.2.quantity",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "additionalProperties": True,
}
_ANSWERS = {
    "400": "An input is wrong, or the Idempotency-Key is missing.",
    "401": "Not signed in, or the token is wrong, revoked or expired.",
    "403": "Your role does not include this.",
    "404": "It does not exist, or it is not yours.",
    "409": "It collides with the present state; the figures say how.",
    "412": "Somebody changed it meanwhile: read it again.",
    "415": "The body's media type is not understood.",
    "422": "The Idempotency-Key was used with another body.",
    "428": "If-Match is missing.",
    "429": "Too many requests; Retry-After says how long to wait.",
    "503": "The database is away or busy; nothing was changed. Retry-After says how long to wait.",
}
_ALWAYS = ("400", "401", "403", "404", "429", "503")
_BY_METHOD = {
    "post": ("409", "412", "415", "422"),
    "patch": ("409", "412", "415", "428"),
    "put": ("409", "412", "415", "428"),
    "delete": ("409", "412", "428"),
}


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes ``Authorization: Token so_…``."""

    target_class = "accounts.tokens.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token so_…"}


def complete(result: dict[str, Any], generator: SchemaGenerator, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular POSTPROCESSING_HOOK."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                _complete_operation(path, method, operation)
    return result


def _complete_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    for code in (*_ALWAYS, *_BY_METHOD.get(method, ())):
        operation["responses"].setdefault(
            code,
            {
                "description": _ANSWERS[code],
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        )
    parameters = operation.setdefault("parameters", [])
    if method == "post" and not operation.get("x-freely-repeatable"):
        parameters.append(_header("Idempotency-Key", True, "A key of your own, at most 200 characters, kept 7 days."))
    if method in ("patch", "put", "delete"):
        parameters.append(_header("If-Match", True, "The ETag of what you have read."))
    elif method == "post" and "{" in path:
        parameters.append(_header("If-Match", False, "The ETag of what you have read, to refuse a stale verb."))


def _header(name: str, required: bool, description: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string"},
    }
