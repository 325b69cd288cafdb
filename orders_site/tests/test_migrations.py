"""Migrations run on sites that have years of data, by code of years later."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection, models
from django.db.migrations import AddField, AlterField, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from customers.models import Customer
from customers.tests.builders import make_customer

APPS = ("accounts", "common", "customers", "orders", "products", "segments")
OURS = {*APPS, "orders_site"}
# the one step for which a site is stopped (docs/operations.md 7)
STANDSTILL = {
    ("accounts", "0002_role_by_condition"),
    ("customers", "0002_classification"),
    ("orders", "0002_texts"),
    ("products", "0003_classification"),
}


@pytest.fixture
def loader(settings):
    """All migrations, step by step; the tests' own database is made without them."""
    settings.MIGRATION_MODULES = {}
    return MigrationLoader(None, replace_migrations=False)


def _files() -> list[Path]:
    return sorted(file for app in APPS for file in Path(site.BASE_DIR, app, "migrations").glob("0*.py"))


@pytest.mark.parametrize("file", _files(), ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_a_migration_reads_no_live_code(file):
    """What is imported today may be gone or mean something else when a site runs it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    assert [name for name in found if name.split(".")[0] in OURS] == []


def test_processes_of_the_version_before_can_go_on_writing(loader):
    """A new column that must be filled has a default in the database, and none becomes required: rows written by a
    process that does not know it yet are taken."""
    wrong = []
    steps = {key for key, step in loader.disk_migrations.items() if key[0] in APPS and not step.replaces}
    for key in sorted(steps):
        wrong += [key for _name in _demanding(loader.project_state(key, at_end=False), key, loader)]
    assert set(wrong) == STANDSTILL


def _demanding(state: ProjectState, key: tuple[str, str], loader: MigrationLoader) -> list[str]:
    found, new = [], set()
    for operation in loader.disk_migrations[key].operations:
        if isinstance(operation, CreateModel):
            new.add(operation.name_lower)
        elif isinstance(operation, AddField | AlterField) and operation.model_name_lower not in new:
            field = operation.field
            is_new = isinstance(operation, AddField)
            before = None if is_new else state.models[key[0], operation.model_name_lower].fields[operation.name]
            is_filled = field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED
            if not is_filled and (before is None or before.null):
                found.append(f"{operation.model_name}.{operation.name}")
        operation.state_forwards(key[0], state)
    return found


def test_a_new_site_gets_the_tables_of_one_that_went_step_by_step(loader):
    """A new site makes its tables by the steps that take the place of many (``replaces``)."""
    fresh, stepwise = MigrationLoader(None).project_state(), loader.project_state()
    assert {key for key in fresh.models if key[0] in APPS} == {key for key in stepwise.models if key[0] in APPS}
    ours = [key for key in fresh.models if key[0] in APPS]
    assert [key for key in ours if _shape(fresh.models[key]) != _shape(stepwise.models[key])] == []


def _shape(model: ModelState) -> str:
    """What the database keeps of a model; the order of columns, indexes and constraints says nothing."""
    fields = {name: field.deconstruct()[1:] for name, field in model.fields.items()}
    options = dict(model.options)
    indexes = {index.name: index.deconstruct() for index in options.pop("indexes", ())}
    constraints = {one.name: one.deconstruct() for one in options.pop("constraints", ())}
    said = repr([sorted(part.items()) for part in (fields, options, indexes, constraints)])
    return re.sub(r" object at 0x[0-9a-f]+", "", said)


@pytest.mark.django_db
def test_codes_that_were_there_are_found_by_ranges_at_once(loader):
    module = import_module("customers.migrations.0004_code_keys")
    for code in ("11.001", "2.5", "A-03 b"):
        make_customer(code=code)
    meant = dict(Customer.objects.values_list("pk", "code_key"))
    Customer.objects.update(code_key="")
    connection.check_constraints()
    with connection.schema_editor() as editor:
        module.fill(loader.project_state(("customers", "0003_custom_fields")).apps, editor)
    assert dict(Customer.objects.values_list("pk", "code_key")) == meant
