"""Completes the generated OpenAPI document: problem answers, idempotency and version headers, examples."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import is_list_serializer

from common.api import deprecation, examples, problems
from common.api.contract import SUNSET

REPEATABLE = "x-freely-repeatable"
VERSION = "x-if-match"  # "required", "optional" or "none": what the operation wants of If-Match
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
        "clauses": {
            "type": "array",
            "description": "The clauses of the company's rulebook that the refusal rests on; left out where none",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("number", "title", "url")},
            },
        },
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
_TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"
_ALWAYS = (400, 401, 403, 404, 429, 503)
_OPEN = (400, 403, 409)  # whose codes are more than stand here
_BY_METHOD = {
    "get": (409,),  # what is to be worked out does not stand: a comparison, what a move would do
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
    """Says of each operation whether it may be called again without an Idempotency-Key, and on which version."""

    def get_extensions(self) -> dict[str, Any]:
        action = getattr(self.view, "action", None)
        found: dict[str, Any] = {}
        if self.method == "POST" and action in getattr(self.view, "freely_repeatable", ()):
            found[REPEATABLE] = True
        if action in getattr(self.view, "needs_version", ()):
            found[VERSION] = "required"
        if action in getattr(self.view, "takes_no_version", ()):
            found[VERSION] = "none"
        if ending := deprecation.of(self.view):
            found[SUNSET] = str(ending.sunset)
        return found

    def is_deprecated(self) -> bool:
        return deprecation.of(self.view) is not None

    def get_description(self) -> str:  # type: ignore[override]
        ending = deprecation.of(self.view)
        return "\n\n".join(filter(None, (ending.words() if ending else "", super().get_description())))

    def _is_list_view(self, serializer: Any = None) -> bool:
        """An answer is an array where its serializer says so (``many=True``); the action ``list`` alone gives one the
        name only, for our pages are objects with ``results``."""
        if serializer is None:
            return super()._is_list_view()
        return is_list_serializer(serializer)


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
    _tell_times(result)
    return result


def _tell_times(node: Any) -> None:
    """Times of day as they are: RFC 3339, which ``format: time`` means, would ask for a zone beside them."""
    if isinstance(node, list):
        for one in node:
            _tell_times(one)
    elif isinstance(node, dict):
        if node.get("format") == "time" and node.get("type") == "string":
            del node["format"]
            node["pattern"] = _TIME
        for one in node.values():
            _tell_times(one)


def component_of(code: str) -> str:
    """The component that describes the body of a refusal: ``out_of_stock`` → ``ProblemOutOfStock``."""
    return "Problem" + "".join(part.capitalize() for part in code.split("_"))


def _described(code: str, refusal: examples.Refusal) -> dict[str, Any]:
    told = {name: dict(schema) for name, (schema, _example) in refusal.details.items()}
    own = {"type": "object", "properties": {"code": {"type": "string", "enum": [code]}, **told}}
    return {"description": refusal.detail, "allOf": [{"$ref": "#/components/schemas/Problem"}, own]}


def _complete_operation(path: str, method: str, operation: dict[str, Any], components: Mapping[str, Any]) -> None:
    is_repeatable = bool(operation.get(REPEATABLE))
    wanted = operation.pop(VERSION, "required" if method in ("patch", "put", "delete") else "optional")
    answers = operation["responses"]
    stale = (428,) if wanted == "required" else ()
    for status in (*_ALWAYS, *_BY_METHOD.get(method, ()), *stale):
        if not (status == 422 and is_repeatable):
            answers.setdefault(str(status), _refused(status, f"{method} {path}"))
    _give_examples(operation, components)
    parameters = operation.setdefault("parameters", [])
    needs_key = method == "post" and not is_repeatable
    if needs_key:
        parameters.append(_header("Idempotency-Key", True, "A key of your own, at most 200 characters, kept 7 days."))
    if method != "get" and wanted == "required":
        parameters.append(_header("If-Match", True, "The ETag of what you have read."))
    elif method == "post" and "{" in path:
        parameters.append(_header("If-Match", False, "The ETag of what you have read, to refuse a stale verb."))
    for status, answer in answers.items():
        headers = _headers_of(status, method, needs_key) | (_ENDING if operation.get("deprecated") else {})
        if headers:
            answer["headers"] = headers | answer.get("headers", {})


def _headers_of(status: str, method: str, needs_key: bool) -> dict[str, Any]:
    """What an answer carries beside its body."""
    if status in ("429", "503"):
        return {"Retry-After": _answered("Seconds to wait.", {"type": "integer", "minimum": 1}, required=True)}
    if status == "401":
        return {"WWW-Authenticate": _answered("How to sign in.", {"type": "string"}, required=True)}
    if not status.startswith("2") or method == "delete":
        return {}
    found = {"ETag": _answered("The version of what is told, for If-Match.", {"type": "string", "pattern": '^"\\d+"$'})}
    if status == "201":
        found["Location"] = _answered("The address of what is new.", {"type": "string"})
    if needs_key:
        words = "There where the key was used before: this is the answer of then."
        found["Idempotency-Replayed"] = _answered(words, {"type": "string", "enum": ["true"]})
    return found


def _answered(description: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"description": description, "schema": schema} | ({"required": True} if required else {})


_ENDING = {
    "Deprecation": _answered("Since when it should not be used (RFC 9745).", {"type": "string"}),
    "Sunset": _answered("Until when it is there (RFC 8594).", {"type": "string"}),
    "Link": _answered("What takes its place.", {"type": "string"}),
}


def _refused(status: int, line: str) -> dict[str, Any]:
    """The answer of this status to the operation, with one described body and example per code it may carry, and any
    other problem last: a code that is new is no new contract (docs/api.md)."""
    found = {
        code: one
        for code, one in examples.refusals.items()
        if status in (one.status, one.also_status)
        and (not one.operations or any(part in line for part in one.operations))
    }
    names = [*(component_of(code) for code in found), *(["Problem"] if status in _OPEN else [])]
    choices = [{"$ref": f"#/components/schemas/{name}"} for name in names]
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
