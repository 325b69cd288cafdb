"""Completes the generated OpenAPI document: problem answers, idempotency and version headers, examples."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from common.api import examples, problems

REPEATABLE = "x-freely-repeatable"
_PROBLEM = {
    "type": "object",
    "description": "application/problem+json (RFC 9457). What else it tells depends on its code.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
_ANSWERS = {
    400: "An input is wrong, or the Idempotency-Key is missing.",
    401: "Not signed in, or the token is wrong, revoked or expired.",
    403: "Your role does not include this.",
    404: "It does not exist, or it is not yours.",
    409: "It collides with the present state; the figures say how.",
    412: "Somebody changed it meanwhile: read it again.",
    415: "The body's media type is not understood.",
    422: "The Idempotency-Key was used with another body.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says how long to wait.",
    503: "The database is away or busy; nothing was changed. Retry-After says how long to wait.",
}
_ALWAYS = (400, 401, 403, 404, 429, 503)
_BY_METHOD = {
    "post": (409, 412, 415, 422),
    "patch": (409, 412, 415, 428),
    "put": (409, 412, 415, 428),
    "delete": (409, 412, 428),
}


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes ``Authorization: Token so_…``."""

    target_class = "accounts.tokens.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token so_…"}


class HouseSchema(AutoSchema):
    """Says of each operation whether it may be called again without an Idempotency-Key."""

    def get_extensions(self) -> dict[str, Any]:
        action = getattr(self.view, "action", None)
        is_free = self.method == "POST" and action in getattr(self.view, "freely_repeatable", ())
        return {REPEATABLE: True} if is_free else {}


def complete(result: dict[str, Any], generator: SchemaGenerator, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular POSTPROCESSING_HOOK."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components["Problem"] = _PROBLEM
    for code, refusal in examples.refusals.items():
        components[component_of(code)] = _described(code, refusal)
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                _complete_operation(path, method, operation, components)
    return result


def component_of(code: str) -> str:
    """The component that describes the body of a refusal: ``out_of_stock`` → ``ProblemOutOfStock``."""
    return "Problem" + "".join(part.capitalize() for part in code.split("_"))


def _described(code: str, refusal: examples.Refusal) -> dict[str, Any]:
    told = {name: dict(schema) for name, (schema, _example) in refusal.details.items()}
    own = {"type": "object", "properties": {"code": {"type": "string", "enum": [code]}, **told}}
    return {"description": refusal.detail, "allOf": [{"$ref": "#/components/schemas/Problem"}, own]}


def _complete_operation(path: str, method: str, operation: dict[str, Any], components: Mapping[str, Any]) -> None:
    is_repeatable = bool(operation.get(REPEATABLE))
    for status in (*_ALWAYS, *_BY_METHOD.get(method, ())):
        if not (status == 422 and is_repeatable):
            operation["responses"].setdefault(str(status), _refused(status, f"{method} {path}"))
    _give_examples(operation, components)
    parameters = operation.setdefault("parameters", [])
    if method == "post" and not is_repeatable:
        parameters.append(_header("Idempotency-Key", True, "A key of your own, at most 200 characters, kept 7 days."))
    if method in ("patch", "put", "delete"):
        parameters.append(_header("If-Match", True, "The ETag of what you have read."))
    elif method == "post" and "{" in path:
        parameters.append(_header("If-Match", False, "The ETag of what you have read, to refuse a stale verb."))


def _refused(status: int, line: str) -> dict[str, Any]:
    """The answer of this status to the operation, with one described body and example per code it may carry."""
    found = {
        code: one
        for code, one in examples.refusals.items()
        if status in (one.status, one.also_status)
        and (not one.operations or any(part in line for part in one.operations))
    }
    choices = [{"$ref": f"#/components/schemas/{component_of(code)}"} for code in found]
    body = {
        "schema": choices[0] if len(choices) == 1 else {"anyOf": choices},
        "examples": {code: {"value": problem(code, one, status)} for code, one in found.items()},
    }
    return {"description": _ANSWERS[status], "content": {problems.CONTENT_TYPE: body}}


def problem(code: str, refusal: examples.Refusal, status: int) -> dict[str, Any]:
    """The example of a refusal's body with this status."""
    told = {name: example for name, (_schema, example) in refusal.details.items()}
    with override("en"):
        return {**told, **problems.body_of(status, code, refusal.detail)}


def _give_examples(operation: dict[str, Any], components: Mapping[str, Any]) -> None:
    answers = (answer for status, answer in operation["responses"].items() if status.startswith("2"))
    bodies = [operation.get("requestBody", {}), *answers]
    for body in bodies:
        for content in body.get("content", {}).values():
            if "example" not in content and "examples" not in content:
                found = examples.of_schema(content["schema"], components)
                if found is not None:
                    content["example"] = found


def _header(name: str, required: bool, description: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string"},
    }
