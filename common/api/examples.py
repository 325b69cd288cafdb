"""Examples of what is sent and answered: one registry, filled by each resource (registry common.api.examples).

A key is the name of a component of the OpenAPI document (``CustomerInputRequest``), its entry an example of it.
Lists, pages and every operation take theirs from the components they are made of, so a field that is added to a
resource is added to one example; a test checks each against its component and that no operation lacks any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.registry import Registry

examples: Registry[Any] = Registry("common.api.examples")


@dataclass(frozen=True)
class Refusal:
    """A code that ``problem+json`` bodies carry, with its status, words, and what else its body tells.

    ``details``: name → (JSON schema, example). ``operations``: parts of "post /orders/{reference}/submit/" that
    an operation's line must contain to be able to refuse with it; empty: every operation of that status.
    ``also_status``: where the same code comes with another status too.
    """

    status: int
    detail: str
    details: Mapping[str, tuple[Mapping[str, Any], Any]] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    also_status: int = 0


# code -> refusal
refusals: Registry[Refusal] = Registry("common.api.refusals")


def register(entries: Mapping[str, Any]) -> None:
    """Add examples of components."""
    for name, example in entries.items():
        examples.register(name, example)


def of_schema(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Any:
    """An example of a body: its component's own; of a list one row; of a page one page. None where there is none."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in examples:
        return examples[name]
    if name and "oneOf" in components[name]:  # one of several shapes: an example of the first
        return of_schema(components[name]["oneOf"][0], components)
    if name:
        return _of_page(components[name], components)
    if schema.get("type") == "array":
        row = of_schema(schema["items"], components)
        return None if row is None else [row]
    return None


def _of_page(component: Mapping[str, Any], components: Mapping[str, Any]) -> Any:
    results = component.get("properties", {}).get("results")
    rows = of_schema(results, components) if results else None
    if rows is None:
        return None
    return {"count": 1, "count_is_estimate": False, "next": None, "previous": None, "results": rows}
