"""Imports in the background: a message may be lost or doubled, the scan finds what waits."""

from celery import shared_task

from common import clock
from orders.intake.imports import running


@shared_task(name="orders.check_import")
def check_import(run_id: int) -> None:
    """The dry run of one import."""
    running.check(run_id, at=clock.now())


@shared_task(name="orders.commit_import")
def commit_import(run_id: int) -> None:
    """The writing of one import."""
    running.commit(run_id, at=clock.now())


@shared_task(name="orders.scan_imports")
def scan_imports() -> int:
    """Imports that nobody is working on: those whose message was lost, or whose worker died."""
    return running.scan(at=clock.now())


@shared_task(name="orders.forget_imports")
def forget_imports() -> int:
    """Drop what was staged and never imported."""
    return running.forget_old(at=clock.now())


SCHEDULE = {
    "scan-imports": {"task": "orders.scan_imports", "schedule": 20.0},
    "forget-imports": {"task": "orders.forget_imports", "schedule": 3600.0},
}
