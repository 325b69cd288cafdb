"""Who may bring in what: each shipped role as it is, taking over, and that no profile says otherwise."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import Role, RoleGrant, Scope
from accounts.roles.verbs import RoleCode
from accounts.tests.builders import make_department, make_user
from accounts.trail.models import TrailRow
from common import errors, settings
from common.imports.models import ImportFile, ImportRun
from common.imports.problems import DECIDABLE, PROBLEMS
from common.imports.profile import ProfileError
from common.models import Job, Setting
from customers.tests.builders import make_customer
from orders.intake.imports import operations, passes, permitting, running
from orders.intake.imports.tests.builders import AT, FILES, SHIPMENTS, bring_in, dry_run, issues, profile, write_files
from orders.order.models import Order
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db

SHIPPED_PROFILES = Path(django_settings.BASE_DIR) / "tests" / "profiles"
WHOLE = (
    SHIPMENTS
    + """
[stock]
file = "stock"
[stock.fields]
product = "code"
quantity = "qty"
[receipts]
file = "receipts"
[receipts.fields]
order = "no"
amount = "paid"
received_date = "on"
"""
)
MORE_FILES = 'stock = "stock.csv"\nreceipts = "receipts.csv"'


def may(actor, text, at=AT):
    try:
        return bool(permitting.require(actor, text, at))
    except errors.NotAllowed:
        return False


@pytest.mark.parametrize("name", ["adventureworks", "superstore_cn"])
def test_one_shipped_role_may_run_the_shipped_profiles(name):
    text = (SHIPPED_PROFILES / f"{name}.toml").read_text(encoding="utf-8")
    able = [role for role in RoleCode.EVERYONE if may(make_user(role), text)]
    assert able == [RoleCode.ADMINISTRATOR]


@pytest.mark.parametrize("mode", ["history", "open"])
def test_that_role_alone_takes_over_everything_a_company_brings(tmp_path, mode):
    paths = write_files(tmp_path, stock="code,qty\nP1,5\n", receipts="no,paid,on\nA1,100,2024-04-01\n")
    bring_in(paths, profile(mode, more=WHOLE, more_files=MORE_FILES), actor=make_user(RoleCode.ADMINISTRATOR))
    assert Order.objects.get(source_number="A1").received_amount == 100


def test_everyday_roles_bring_in_drafts_only():
    text = profile("drafts", more="").replace('unit_cost = "cost"\n', "")
    assert may(make_user(RoleCode.ORDER_DESK), text)
    for mode in ("open", "history"):
        assert not may(make_user(RoleCode.ORDER_DESK), text.replace('"drafts"', f'"{mode}"'))
        assert not may(make_user(RoleCode.API_CLIENT), text.replace('"drafts"', f'"{mode}"'))


def test_taking_over_is_for_all_rows_or_not_at_all():
    person = make_user(role=None, roles=[])
    grant(person, {"import.run": Scope.ALL, "import.take_over": Scope.OWN, "customer.create": Scope.ALL,
                   "product.edit": Scope.ALL})  # fmt: skip
    assert not may(person, profile("open"))


def test_open_orders_are_taken_over_until_a_day_only():
    Setting.objects.create(key=permitting.UNTIL, value="2026-11-19")
    settings.forget()
    boss = make_user(RoleCode.ADMINISTRATOR)
    with pytest.raises(errors.Conflict, match="2026-11-19") as refusal:
        permitting.require(boss, profile("open"), AT)
    assert refusal.value.code == "take_over_closed"
    assert may(boss, profile("open"), datetime(2026, 11, 19, 2, tzinfo=UTC))
    assert may(boss, profile("history"))


def test_that_day_is_a_day():
    from accounts.console.operations import change_settings

    boss = people.system_user()
    with pytest.raises(errors.Invalid):
        change_settings(actor=boss, values={permitting.UNTIL: "soon"}, at=AT)
    assert change_settings(actor=boss, values={permitting.UNTIL: "2027-01-31"}, at=AT)


def test_no_profile_decides_about_rights():
    about_rights = {code for code, problem in PROBLEMS.items() if problem.is_about_rights}
    assert "not_yours" in about_rights
    assert not about_rights & DECIDABLE
    with pytest.raises(ProfileError):
        permitting.require(people.system_user(), profile(more='[problems]\n"orders.not_yours" = "accept"\n'), AT)


def test_customers_of_others_are_refused(tmp_path):
    person = make_user(role=None, roles=[])
    grant(person, {"import.run": Scope.ALL, "order.create": Scope.OWN, "customer.view": Scope.OWN,
                   "customer.create": Scope.ALL, "product.edit": Scope.ALL})  # fmt: skip
    make_customer(code="11.001", owner=person)
    make_customer(code="02.001", owner=make_user("sales", department=make_department()))
    for code in ("P1", "P2"):
        make_product(code=code)
    paths = write_files(tmp_path, customers="code,name\n", products="code,name,price,cost\n")
    run = dry_run(paths, profile("drafts", more=""), actor=person)
    assert ("orders", "not_yours", 3) in issues(run)


def test_customers_for_others_are_refused_row_by_row(tmp_path):
    person, other = make_user(role=None, roles=[]), make_user("sales", department=make_department())
    grant(person, {"import.run": Scope.ALL, "customer.create": Scope.OWN})
    text = '[profile]\nname = "m"\n[files]\nc = "customers.csv"\n[customers]\nfile = "c"\n'
    text += '[customers.fields]\ncode = "code"\nname = "name"\nowner = "owner"\n'
    customers = f"code,name,owner\nA,a,{person.username}\nB,b,{other.username}\nC,c,\n"
    run = bring_in(write_files(tmp_path, customers=customers), text, actor=person)
    assert [row for row in issues(run) if row[0] == "customers"] == [
        ("customers", "not_yours", 3),
        ("customers", "not_yours", 4),
    ]
    assert run.summary["written"] == {"customers": 1}


def test_fields_that_a_role_does_not_see_cannot_be_brought_in():
    desk = make_user(RoleCode.ORDER_DESK)
    with pytest.raises(errors.NotAllowed, match="Unit cost"):
        permitting.require(desk, profile("drafts", more=""), AT)
    credit = profile("drafts", more="").replace('unit_cost = "cost"\n', "")
    credit = credit.replace("[customers.fields]\n", '[customers.fields]\ncredit_limit = "limit"\n')
    with pytest.raises(errors.NotAllowed, match="credit"):
        permitting.require(desk, credit, AT)


def test_an_import_of_nobody_is_refused(tmp_path):
    run = operations.start_local_import(
        actor=make_user(RoleCode.ADMINISTRATOR), paths=write_files(tmp_path), profile_text=profile(), at=AT
    )
    run.job = Job.objects.create(kind="orders.check_import", actor_id=run.actor_id, created_at=AT)
    run.actor_id = 987_654_321
    run.save()
    running.check(run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.rows.count(), run.job.state) == ("FAILED", 0, "FAILED")
    assert "not known any more" in run.error["text"]


def uploads():
    return [SimpleUploadedFile(f"{name}.csv", body.encode()) for name, body in FILES.items()]


def stored():
    return set(running.passes.uploads._files_below(passes.FOLDER))


def test_a_refused_upload_leaves_no_file(monkeypatch):
    before = stored()
    with pytest.raises(errors.Invalid):
        operations.start_import(actor=people.system_user(), files=uploads(), profile_text="[profile]\n", at=AT)
    assert stored() == before
    assert not ImportRun.objects.exists()


def test_files_that_no_import_speaks_of_are_swept_up_after_a_day():
    run = operations.start_import(actor=people.system_user(), files=uploads(), at=AT)
    kept = set(run.files.values_list("file", flat=True))
    lost = run.files.first()
    ImportFile.objects.filter(pk=lost.pk).delete()
    now = datetime.now(UTC)
    passes.sweep_uploads(at=now)
    assert default_storage.exists(lost.file.name)
    passes.sweep_uploads(at=now.replace(year=now.year + 1))
    assert not default_storage.exists(lost.file.name)
    assert all(default_storage.exists(name) for name in kept - {lost.file.name})


@pytest.mark.django_db(transaction=True)  # each step in a transaction of its own, as in life
def test_every_step_of_a_run_says_who_took_it(tmp_path):
    boss = make_user(RoleCode.ADMINISTRATOR)
    run = bring_in(write_files(tmp_path), actor=boss)
    rows = TrailRow.objects.filter(table_name__in=["common_importrun", "common_importfile"])
    assert rows.filter(row_id=str(run.pk), table_name="common_importrun").exists()
    assert set(rows.values_list("actor_id", flat=True)) == {boss.pk}


def grant(person: User, rights: dict[str, str]) -> None:
    role = Role.objects.create(code=f"made-{person.pk}", name="Made")
    RoleGrant.objects.bulk_create(RoleGrant(role=role, verb=verb, scope=scope) for verb, scope in rights.items())
    person.user_roles.create(role=role)
