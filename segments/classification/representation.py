"""The rules and what they give as plain dictionaries for API answers."""

from typing import Any

from accounts.people.models import User
from common.classification import wording
from segments.classification import operations, queries, trying, uses
from segments.classification.models import RuleVersion

_LISTS = ("operands", "tags", "when", "unless", "flags", "misfit_flags", "empty_flags")


def rules(version: RuleVersion) -> dict[str, Any]:
    """A version of the rules (``RulesSerializer``)."""
    names = queries.names(version)
    rows = [
        {
            "key": rule.key,
            "field": rule.subject,
            "kind": rule.kind.value,
            "group": rule.group,
            **{name: list(getattr(rule, name)) for name in _LISTS},
            "condition": wording.condition(rule, names),
            "result": wording.result(rule, names),
        }
        for rule in queries.rules_of(version)
    ]
    named = [
        {"code": row.code, "kind": row.kind, "of": row.thing, "group": row.group, "name": str(row)}
        for row in queries.tag_rows(version)
    ]
    return {"number": version.number, "since": version.activated_at, "rules": rows, "names": named}


def draft(actor: User, version: RuleVersion) -> dict[str, Any]:
    """A draft with what stands in its way, or changes its meaning with it (``DraftSerializer``)."""
    faults = [
        {"rule": key, "field": field, "texts": [str(text) for text in texts]}
        for key, found in operations.faults_of(version).items()
        for field, texts in found.items()
    ]
    named = [
        {"title": str(use.title), "codes": list(use.codes), "held_by": list(use.held_by)}
        for use in uses.of_gone(actor, version)
    ]
    return {"number": version.number, "note": version.note, "faults": faults, "uses": named}


def trial(found: trying.Trial, number: int) -> dict[str, Any]:
    """What was tried (``TriedSerializer``)."""
    rows = [
        {
            "texts": list(row.texts),
            "tags": list(row.found.tags),
            "flags": list(row.found.flags),
            "facets": dict(row.found.facets),
            "reasons": [{"rule": one.rule, "given": one.given.value, "code": one.code} for one in row.found.reasons],
        }
        for row in found.rows
    ]
    return {"number": number, "counts": dict(found.counts), "unexplained": found.unexplained, "results": rows}
