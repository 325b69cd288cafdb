"""The Celery application. Jobs live in each app's jobs.py, and so does their timetable.

Messages are JSON and carry ids only; times are UTC. A lost or doubled message does no harm,
because every job finds its work by scanning the database (RELIABILITY 2.7).
"""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orders_site.settings")

app = Celery("orders_site")
app.config_from_object("django.conf:settings", namespace="CELERY")


def load_jobs(apps: list[str]) -> dict[str, Any]:
    """Import every app's jobs module and gather their timetables (`SCHEDULE`) into beat's.

    Raises ValueError when two apps use one name.
    """
    timetable: dict[str, Any] = {}
    for name in apps:
        if find_spec(f"{name}.jobs") is None:
            continue
        for entry, job in getattr(import_module(f"{name}.jobs"), "SCHEDULE", {}).items():
            if entry in timetable:
                raise ValueError(f"two jobs are scheduled as {entry!r}")
            timetable[entry] = job
    app.conf.beat_schedule = timetable
    return timetable
