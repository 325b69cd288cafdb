"""The Celery application: jobs live in each app's jobs.py, and so does their timetable.

Messages are JSON and carry ids only; times are UTC. A lost or doubled message does no harm,
because every job finds its work by scanning the database (RELIABILITY 2.7).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orders_site.settings")

app = Celery("orders_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
