"""Small files and profiles for tests of imports."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common.imports.models import ImportIssue, ImportRun
from common.invariants import invariants, offenders
from orders.intake.imports import operations, passes

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

CUSTOMERS = "code,name\n11.001,杭州正和衡器\n02.001,Nusantara\n"
PRODUCTS = "code,name,price,cost\nP1,DS1,113,60\nP2,HX100,50,20\n"
ORDERS = (
    "no,customer,date,ship\nA1,11.001,2024-03-05,2024-03-09\nA2,02.001,2024-03-05,\nA3,11.001,2024-03-06,2024-03-10\n"
)
LINES = (
    "no,pos,product,qty,price,rate\nA1,1,P1,2,113.00,0.13\nA1,2,P2,10,5.5,0.13\nA2,1,P1,1,100,0.13\nA3,1,P2,3,50,0.13\n"
)
FILES = {"customers": CUSTOMERS, "products": PRODUCTS, "orders": ORDERS, "lines": LINES}

PROFILE = """
[profile]
name = "small"
orders = "{mode}"
{options}

[files]
customers = "customers.csv"
products = "products.csv"
orders = "orders.csv"
lines = "lines.csv"
{more_files}

[customers]
file = "customers"
[customers.fields]
code = "code"
name = "name"

[products]
file = "products"
[products.fields]
code = "code"
name = "name"
list_price = "price"
unit_cost = "cost"

[orders]
file = "orders"
key = "no"
[orders.fields]
customer = "customer"
order_date = "date"
source_number = "no"
{order_fields}

[lines]
file = "lines"
[lines.fields]
order = "no"
line_no = "pos"
product = "product"
quantity = "qty"
price = "price"
tax_rate = "rate"
{line_fields}

{more}
"""
SHIPMENTS = """
[shipments]
file = "orders"
where = [{ column = "ship", is = "present" }]
[shipments.fields]
order = "no"
ship_date = "ship"
"""


def profile(mode: str = "history", *, more: str = SHIPMENTS, **parts: str) -> str:
    """The profile of the small files; parts: options, more_files, order_fields, line_fields."""
    empty = dict.fromkeys(("options", "more_files", "order_fields", "line_fields"), "")
    return PROFILE.format(mode=mode, more=more, **{**empty, **parts})


def write_files(folder: Path, **contents: str) -> list[Path]:
    """The small files, some with other contents."""
    paths = []
    for name, content in {**FILES, **contents}.items():
        path = folder / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths


def dry_run(paths: list[Path], text: str = "", *, actor: User | None = None, at: datetime = AT) -> ImportRun:
    """A run after its dry run."""
    actor = actor or people.system_user()
    run = operations.start_local_import(actor=actor, paths=paths, profile_text=text or profile(), at=at)
    return passes.check_import(actor=actor, run_id=run.pk, at=at)


def bring_in(paths: list[Path], text: str = "", *, actor: User | None = None, at: datetime = AT) -> ImportRun:
    """A run after dry run and commit."""
    run = dry_run(paths, text, actor=actor, at=at)
    assert run.state == ImportRun.State.CHECKED, run.error
    return passes.commit_import(actor=actor or people.system_user(), run_id=run.pk, at=at)


def issues(run: ImportRun, severity: str = "") -> list[tuple[Any, ...]]:
    """(entity, code, line) of what was reported."""
    rows = ImportIssue.objects.filter(run=run).order_by("entity", "file", "line", "id")
    rows = rows.filter(severity=severity) if severity else rows
    return list(rows.values_list("entity", "code", "line"))


def broken_invariants() -> dict[str, list[dict[str, Any]]]:
    """Every invariant that does not hold now, with its offenders."""
    found = {key: offenders(invariant) for key, invariant in invariants.items()}
    return {key: rows for key, rows in found.items() if rows}
