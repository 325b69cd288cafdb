"""Measure the engine of reminders: ``python -m bench.reminders 100000 [--folder DIR]``.

Fills (or uses again) the database of ``bench.run``, gives each order a part of a payment plan that is due in three
days, and lets one rule remind of them: the scan that finds and queues them all, a second scan that finds nothing
new, two scans at once, "who gets what tomorrow", and a turn of the sending. Beside the times: how much memory the
process grew by. Aim: 100,000 due objects scanned and queued in less than thirty seconds on two cores, in bounded
memory.
"""

import argparse
import resource
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.site import filled


def make_due(count: int) -> Any:
    """A part of a plan for each order, due in three days, and the rule that reminds of it; returns the moment."""
    from django.db import connection

    from common import clock, dates
    from reminders.reminder.models import Letter, LetterItem, Reminder, ScanMark
    from reminders.rules.models import ReminderRule, ReminderTemplate

    at = clock.now()
    today = dates.business_day(at)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("DELETE FROM orders_planrow WHERE sequence = 9")
        cursor.execute("UPDATE orders_order SET origin = 'NATIVE' WHERE origin = 'HISTORY'")  # nobody reminds of those
        cursor.execute("UPDATE orders_order SET status = 'EFFECTIVE' WHERE status = 'SUBMITTED'")
        columns = _columns(cursor)
        cursor.execute(
            f"INSERT INTO orders_planrow ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            " FROM orders_order ORDER BY id LIMIT %s",
            [count],
        )
        cursor.execute("UPDATE orders_planrow SET due_date = %s WHERE sequence = 9", [today + timedelta(3)])
    for model in (LetterItem, Letter, Reminder, ScanMark):
        model.objects.all().delete()
    ReminderRule.objects.update(is_active=False)
    words = ReminderTemplate.objects.first() or ReminderTemplate.objects.create(
        name="Bench", subject_zh="{order}", subject_en="{order}", text_zh="{order}", text_en="{order}"
    )
    ReminderRule.objects.update_or_create(
        code="bench",
        defaults={
            "name": "Bench",
            "anchor": "payment",
            "steps": [-7, -3, -1, 0],
            "recipients": ["OWNER"],
            "channels": ["INBOX", "MAIL"],
            "template": words,
            "workdays_only": False,
            "keeps_quiet_hours": False,
            "active_since": dates.day_start(today),
            "is_active": True,
        },
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE orders_planrow")
        cursor.execute("VACUUM ANALYZE orders_order")
    return at


def _columns(cursor: Any) -> dict[str, str]:
    """Column of a part of a plan → what it is filled with."""
    known = {"order_id": "id", "sequence": "9", "amount": "100", "received": "0", "due_date": "current_date"}
    cursor.execute(
        "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns"
        " WHERE table_name = 'orders_planrow' AND column_name <> 'id'"
    )
    for name, kind, nullable, default in cursor.fetchall():
        if name not in known and nullable == "NO" and default is None:
            known[name] = _filler(kind)
    return known


def _filler(kind: str) -> str:
    if kind.startswith(("character", "text")):
        return "''"
    if kind.startswith("timestamp"):
        return "now()"
    return {"date": "current_date", "boolean": "false", "jsonb": "'{}'"}.get(kind, "0")


def timed(name: str, call: Callable[[], Any]) -> Any:
    """Print how long it took and by how much the process grew."""
    before, begun, worked = _peak(), time.monotonic(), time.process_time()
    result = call()
    took, own = time.monotonic() - begun, time.process_time() - worked
    print(f"{name:32} {took:6.1f} s ({own:5.1f} s of this process)  +{_peak() - before:4} MB  {result}", flush=True)
    return result


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(at: Any) -> None:
    """The scans, the preview, the sending."""
    from django.db import connection

    from common import dates
    from reminders.reminder.models import Reminder
    from reminders.scanning import operations, queries
    from reminders.sending import operations as sending

    timed("scan: all are new", lambda: operations.scan(at=at))
    timed("scan: nothing is new", lambda: operations.scan(at=at + timedelta(minutes=5)))
    Reminder.objects.all().delete()
    timed("two scans at once", lambda: _both(lambda: operations.scan(at=at)))
    tomorrow = dates.business_day(at) + timedelta(1)
    timed("who gets what tomorrow", lambda: sum(1 for _one in queries.preview(tomorrow, at=at)))
    Reminder.objects.update(send_at=at)
    timed("a turn of the sending", lambda: sending.send_due(at=at + timedelta(minutes=1)))
    connection.close()


def _both(call: Callable[[], Any]) -> list[Any]:
    from django.db import connection

    found: list[Any] = []

    def run() -> None:
        try:
            found.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def main() -> None:
    """Parse, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("due", type=int)
    parser.add_argument("--folder", type=Path, default=None, help="kept between runs; default var/bench-<due>")
    chosen = parser.parse_args()
    with filled(chosen.due, chosen.folder):
        measure(make_due(chosen.due))


if __name__ == "__main__":
    main()
