"""Guards over the registered rights: none without effect, none with a scope that nothing asks for (R292)."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from accounts.console.rights import admin_rights
from accounts.roles import operations
from accounts.roles.models import Role
from accounts.roles.verbs import verbs
from accounts.tests.builders import AT, make_user
from common import errors

# where rights are declared or only drawn: what stands there alone is asked for by nobody
_DECLARING = {"rights.py", "actions.py", "apps.py"}


def _files() -> list[Path]:
    found = [path for app in settings.OWN_APPS for path in Path(apps.get_app_config(app).path).rglob("*.py")]
    return [path for path in found if "tests" not in path.parts and "migrations" not in path.parts]


def _sources() -> str:
    """What stands where rights are asked for. A name that a declaring module gives a right counts where it is used."""
    named = [(path, _named(path)) for path in _files() if path.name == "rights.py"]
    found = []
    for path in _files():
        if path.name in _DECLARING:
            continue
        text = path.read_text(encoding="utf-8")
        found.append(text)
        for rights, names in named:
            if path.parent == rights.parent or f"{_module(rights)} import" in text:
                found += [f'"{verb}"' for name, verb in names.items() if re.search(rf"\b{name}\b", text)]
    return "\n".join(found)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


def _named(path: Path) -> dict[str, str]:
    """Constants of a module that are texts: name -> text."""
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.Assign):
            continue
        (target,) = node.targets
        both_many = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        pairs = zip(target.elts, node.value.elts, strict=True) if both_many else [(target, node.value)]
        found |= {name.id: value.value for name, value in pairs if isinstance(value, ast.Constant)}
    return found


def test_every_right_is_asked_for_somewhere():
    source = _sources()
    console = {verb for rights in admin_rights.values() for verb in (rights.view, rights.change, rights.add) if verb}
    unasked = [verb for verb in verbs if f'"{verb}"' not in source and verb not in console]
    assert not unasked


def test_no_shipped_role_holds_a_right_in_a_scope_that_is_not_offered():
    wrong = {
        (verb, role)
        for verb, entry in verbs.items()
        for role, scope in entry.defaults.items()
        if scope not in entry.offered
    }
    assert not wrong


@pytest.mark.django_db
def test_what_concerns_the_whole_company_is_not_held_for_a_part_of_it():
    role, boss = Role.objects.get(code="department_head"), make_user("administrator")
    for verb in ("audit.view", "role.manage", "setting.manage", "outbox.resend", "admin.console", "product.edit"):
        with pytest.raises(errors.Invalid):
            operations.set_grants(actor=boss, role_id=role.pk, grants={verb: "DEPARTMENT"}, at=AT)
    operations.set_grants(actor=boss, role_id=role.pk, grants={"audit.view": "ALL"}, at=AT)


@pytest.mark.django_db
def test_the_grid_offers_what_makes_sense(client):
    client.force_login(make_user("administrator"))
    role = Role.objects.get(code="department_head")
    page = client.get(f"/admin/accounts/role/{role.pk}/change/")
    offered = {row["key"]: row["choices"] for _group, rows in page.context["grant_groups"] for row in rows}
    assert [value for value, _label in offered["audit.view"]] == ["ALL"]
    assert len(offered["order.view"]) == 5
