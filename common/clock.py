"""The only place that reads the system clock. Doors call it; rules are given the moment (DESIGN 3)."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()
