"""Migrations run while the version before serves people: what would break it or hold it up is found beforehand."""

from functools import partial
from io import StringIO

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.core.management import call_command
from django.db import OperationalError, connection, models, transaction
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelTable,
    CreateModel,
    DeleteModel,
    Migration,
    RemoveField,
    RemoveIndex,
    RenameField,
    RunPython,
    RunSQL,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from orders_site.management.commands import migrate
from tools.migration_rules import Notes, judge, judge_all, steps_since

pytestmark = pytest.mark.django_db

_INDEX = models.Index(fields=["name"], name="thing_name")
_POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="thing_positive")
_ONE = models.UniqueConstraint(fields=["name"], name="thing_one")


def _thing(name: str) -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=10)),
        ("size", models.IntegerField(default=1)),
        ("note", models.CharField(max_length=10, null=True)),
    ]


@pytest.fixture
def bare(db):
    """A session outside the test's transaction: some statements cannot stand in one."""
    session = connection.copy()
    yield session
    session.close()


@pytest.fixture
def rules(bare):
    return partial(_rules, bare)


def _rules(bare, *operations, atomic: bool = True, small: frozenset[str] = frozenset()) -> list[str]:
    """What a made-up migration breaks on a site with a large table ``orders_thing``."""
    state = ProjectState()
    state.add_model(ModelState("orders", "Thing", _thing("Thing"), options={"indexes": [_OLD]}))
    state.add_model(ModelState("orders", "Other", [("id", models.BigAutoField(primary_key=True))]))
    made = type("Made", (Migration,), {"operations": list(operations), "atomic": atomic})("0099_made_up", "orders")
    return sorted({one.rule for one in judge(bare, made, state, set(), small)})


_OLD = models.Index(fields=["size"], name="thing_size")


@pytest.mark.parametrize(
    ("operation", "rule"),
    [
        pytest.param(AddField("thing", "must", models.IntegerField(default=0)), "ban-drop-default", id="to fill"),
        pytest.param(
            AlterField("thing", "note", models.CharField(max_length=10)), "adding-not-nullable-field", id="now required"
        ),
        pytest.param(
            AlterField("thing", "size", models.IntegerField(null=True)), "ban-drop-not-null", id="now empty at times"
        ),
        pytest.param(RemoveField("thing", "note"), "ban-drop-column", id="column gone"),
        pytest.param(RenameField("thing", "note", "remark"), "renaming-column", id="column renamed"),
        pytest.param(DeleteModel("Other"), "ban-drop-table", id="table gone"),
        pytest.param(AlterModelTable("thing", "orders_item"), "renaming-table", id="table renamed"),
        pytest.param(AddIndex("thing", _INDEX), "require-concurrent-index-creation", id="index"),
        pytest.param(RemoveIndex("thing", "thing_size"), "require-concurrent-index-deletion", id="index gone"),
        pytest.param(AddConstraint("thing", _POSITIVE), "constraint-missing-not-valid", id="check"),
        pytest.param(AddConstraint("thing", _ONE), "disallowed-unique-constraint", id="unique"),
        pytest.param(
            AddField("thing", "other", models.ForeignKey("orders.Other", models.PROTECT, null=True, db_index=False)),
            "adding-foreign-key-constraint",
            id="foreign key",
        ),
        pytest.param(AlterField("thing", "size", models.BigIntegerField(default=1)), "changing-column-type", id="type"),
        pytest.param(
            AlterField("thing", "name", models.CharField(max_length=5)), "changing-column-type", id="less room"
        ),
        pytest.param(RunPython(print), "data-in-one-transaction", id="data by Python"),
        pytest.param(RunSQL("UPDATE orders_thing SET size = 2"), "data-in-one-transaction", id="data by SQL"),
        pytest.param(RunSQL("LOCK TABLE orders_thing"), "long-lock", id="lock"),
        pytest.param(RunSQL("TRUNCATE orders_thing"), "long-lock", id="truncate"),
        pytest.param(
            AddIndexConcurrently("thing", _INDEX),
            "ban-concurrent-index-creation-in-transaction",
            id="concurrently in a transaction",
        ),
    ],
)
def test_what_breaks_or_holds_up_the_version_before_is_found(rules, operation, rule):
    assert rule in rules(operation)


@pytest.mark.parametrize(
    ("operation", "atomic"),
    [
        pytest.param(AddField("thing", "may", models.IntegerField(null=True)), True, id="empty column"),
        pytest.param(AddField("thing", "must", models.IntegerField(db_default=0)), True, id="default in the database"),
        pytest.param(AlterField("thing", "name", models.CharField(max_length=20)), True, id="more room"),
        pytest.param(AlterField("thing", "name", models.TextField()), True, id="all the room"),
        pytest.param(AddIndexConcurrently("thing", _INDEX), False, id="index beside the work"),
        pytest.param(AddConstraintNotValid("thing", _POSITIVE), True, id="check of what comes"),
        pytest.param(RunPython(print), False, id="data in pieces"),
        pytest.param(CreateModel("New", _thing("New"), options={"indexes": [_OLD]}), True, id="new table"),
    ],
)
def test_what_holds_nobody_up_passes(rules, operation, atomic):
    assert rules(operation, atomic=atomic) == []


def test_a_constraint_is_validated_in_a_migration_of_its_own(rules):
    both = rules(AddConstraintNotValid("thing", _POSITIVE), ValidateConstraint("thing", "thing_positive"))
    assert both == ["constraint-missing-not-valid"]


def test_data_is_moved_in_a_migration_of_its_own(rules):
    assert "data-beside-tables" in rules(AddField("thing", "may", models.IntegerField(null=True)), RunPython(print))


def test_what_has_no_transaction_does_one_thing(rules):
    """Half of it would stay, and could not be repeated."""
    beside = [AddIndexConcurrently("thing", _INDEX), RunSQL("DROP INDEX CONCURRENTLY thing_size")]
    assert rules(*beside, atomic=False) == ["left-half-done"]


def test_a_small_table_may_be_held_for_a_moment_but_not_broken(rules):
    small = frozenset({"orders_thing"})
    assert rules(AddIndex("thing", _INDEX), small=small) == []
    assert rules(RemoveField("thing", "note"), small=small) == ["ban-drop-column"]


def test_migrations_since_the_release_hold_the_rules(settings, bare):
    settings.MIGRATION_MODULES = {}
    loader, notes = MigrationLoader(None, replace_migrations=False), Notes.read()
    before = Notes({**notes.released, "orders": "0018_words_and_letters"}, notes.small, ())
    found = judge_all(bare, loader, before)

    known = [one for one in found if one.migration == ("orders", "0019_s14")]  # made before there were rules
    assert {(one.rule, one.table) for one in known} == {("require-concurrent-index-creation", "orders_order")}
    assert [str(one) for one in found if one not in known and not notes.is_accepted(one)] == []
    new = {".".join(key) for key in steps_since(loader, notes)}
    assert {one["migration"] for one in notes.accepted} <= new, "accepted, but released or not there"
    assert all(one["reason"] for one in notes.accepted)


@pytest.mark.parametrize(("atomic", "limit"), [(True, migrate.PATIENCE), (False, "0")])
def test_a_migration_waits_for_a_lock_for_a_moment_only(atomic, limit):
    command = migrate.Command()
    command.database, command.verbosity = "default", 0
    step = type("Made", (Migration,), {"atomic": atomic})("0099_made_up", "orders")
    command.migration_progress_callback("apply_start", step)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (limit,)
        cursor.execute("RESET lock_timeout")


def test_a_migration_that_found_a_table_held_is_tried_again(monkeypatch, bare):
    """What it waited for is over by then; another fault is no reason to try again."""
    tried, said = [], StringIO()

    def once(self, *args, **options):
        tried.append(options["database"])
        if len(tried) == 1:
            with bare.cursor() as holder, connection.cursor() as cursor:
                holder.execute("BEGIN; LOCK TABLE common_stamp")
                try:
                    with transaction.atomic():
                        cursor.execute("SET LOCAL lock_timeout = '50ms'; LOCK TABLE common_stamp")
                finally:
                    holder.execute("ROLLBACK")
        if len(tried) == 3:
            raise OperationalError("disk full")

    monkeypatch.setattr(migrate.Command.__base__, "handle", once)
    monkeypatch.setattr(migrate, "PAUSE", 0.0)
    call_command("migrate", stderr=said)
    assert tried == ["default"] * 2
    assert "trying again" in said.getvalue()
    with pytest.raises(OperationalError, match="disk full"):
        call_command("migrate")
    assert len(tried) == 3
