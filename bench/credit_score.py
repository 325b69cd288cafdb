"""Does the score of payment history say who pays late? (docs/performance.md)

Each invoice of a data set is judged by the score of what its customer had paid before it was written, and compared
with what happened then. Says the share of late invoices by grade and the AUC: how often, of a late and a punctual
invoice, the late one had the lower score (0.5 is chance).

    python -m bench.credit_score <folder with ar_ibm and classicmodels>
"""

import csv
import gzip
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orders_site.settings")
os.environ.setdefault("DATABASE_URL", "postgresql://x@/x")

import django

django.setup()

from orders.credit_desk.rules import SHIPPED  # noqa: E402
from orders.credit_desk.scoring import Payment, score  # noqa: E402

Judged = tuple[Decimal, str, bool]  # score, grade, whether it was late
TERMS = timedelta(days=30)  # classicmodels says no due dates: thirty days after shipment


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - days, not moments


def ibm(folder: Path) -> Iterator[tuple[str, date, Payment]]:
    """(customer, written on, payment) of the receivables sample."""
    for row in _rows(folder / "ar_ibm" / "accounts_receivable.csv.gz"):
        paid = Payment(
            _day(row["DueDate"]),
            _day(row["SettledDate"]),
            Decimal(row["InvoiceAmount"]),
            row["Disputed"] == "Yes",
        )
        yield row["customerID"], _day(row["InvoiceDate"]), paid


def classicmodels(folder: Path) -> Iterator[tuple[str, date, Payment]]:
    """The same of the model cars: each customer's payments pour over his shipped orders, the oldest first."""
    base = folder / "classicmodels"
    worth: dict[str, Decimal] = defaultdict(Decimal)
    for row in _rows(base / "orderdetails.csv.gz"):
        worth[row["orderNumber"]] += Decimal(row["quantityOrdered"]) * Decimal(row["priceEach"])
    money: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in _rows(base / "payments.csv.gz"):
        money[row["customerNumber"]].append((date.fromisoformat(row["paymentDate"]), Decimal(row["amount"])))
    orders = [row for row in _rows(base / "orders.csv.gz") if row["shippedDate"] not in ("", "NULL", "\\N")]
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for row in sorted(orders, key=lambda one: one["shippedDate"]):
        customer, shipped = row["customerNumber"], date.fromisoformat(row["shippedDate"])
        owed[customer] += worth[row["orderNumber"]]
        came, paid = Decimal(0), None
        for day, amount in sorted(money[customer]):
            came += amount
            if came >= owed[customer]:
                paid = day
                break
        yield customer, shipped, Payment(shipped + TERMS, paid, worth[row["orderNumber"]], row["status"] == "Disputed")


def judge(data: Iterable[tuple[str, date, Payment]]) -> list[Judged]:
    """Each invoice by what was known of its customer on the day it was written."""
    by_customer: dict[str, list[tuple[date, Payment]]] = defaultdict(list)
    for customer, written, payment in data:
        by_customer[customer].append((written, payment))
    judged: list[Judged] = []
    for rows in by_customer.values():
        for written, payment in rows:
            known = [
                Payment(one.due, one.paid if one.paid and one.paid < written else None, one.amount, one.disputed)
                for day, one in rows
                if day < written
            ]
            found = score(known, written, SHIPPED)
            if found is not None:
                is_late = payment.paid is None or payment.paid > payment.due
                judged.append((found.total, str(found.grade), is_late))
    return judged


def auc(judged: Iterable[Judged]) -> float:
    """Of a late and a punctual one, how often the late one had the lower score; even scores count half."""
    judged = list(judged)
    late = sorted(total for total, _grade, is_late in judged if is_late)
    good = [total for total, _grade, is_late in judged if not is_late]
    if not late or not good:
        return float("nan")
    won = sum(sum(1.0 if one < other else 0.5 if one == other else 0.0 for one in late) for other in good)
    return won / (len(late) * len(good))


def by_grade(judged: Iterable[Judged]) -> dict[str, tuple[int, float]]:
    """Grade → how many, and which share of them was late."""
    found: dict[str, list[bool]] = defaultdict(list)
    for _total, grade, is_late in judged:
        found[grade].append(is_late)
    return {grade: (len(rows), sum(rows) / len(rows)) for grade, rows in sorted(found.items())}


def main() -> None:
    folder = Path(sys.argv[1])
    for name, read in (("ar_ibm", ibm), ("classicmodels", classicmodels)):
        judged = judge(read(folder))
        shares = ", ".join(f"{grade} {share:.0%} of {count}" for grade, (count, share) in by_grade(judged).items())
        print(f"{name}: {len(judged)} invoices judged, AUC {auc(judged):.3f}; late by grade: {shares}")


if __name__ == "__main__":
    main()
