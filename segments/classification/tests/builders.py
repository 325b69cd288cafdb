"""Drafts of the rules for tests, made by the real operations."""

from typing import Any

from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from segments.classification import operations, queries
from segments.classification.models import RuleVersion


def administrator() -> User:
    """Who may change the rules."""
    return make_user("administrator")


def make_draft(actor: User, *changes: tuple[str, dict[str, Any]]) -> RuleVersion:
    """A draft with changed rules: (key of the rule, its new fields)."""
    operations.start_draft(actor=actor, at=AT)
    for key, fields in changes:
        draft = present()
        rule = next((one for one in queries.rule_rows(draft) if one.key == key), None)
        operations.save_rule(
            actor=actor, rule_id=rule.pk if rule else None, fields=fields, version=draft.version, at=AT
        )
    return present()


def present() -> RuleVersion:
    """The draft as it is now."""
    draft = queries.draft()
    assert draft is not None
    return draft


def put_in_force(actor: User, *changes: tuple[str, dict[str, Any]], at: Any = AT) -> RuleVersion:
    """Rules in force that differ from those before in ``changes``."""
    draft = make_draft(actor, *changes)
    return operations.activate_draft(actor=actor, version=draft.version, note="probe", at=at)
