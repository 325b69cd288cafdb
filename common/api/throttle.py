"""How often a person or token may ask the API (``ORDERS_API_RATE``)."""

import time
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle


class RateThrottle(UserRateThrottle):
    """Counts calls in periods that lie end to end: one number in the cache and one question a call, where
    DRF's own keeps the moment of every call and reads and writes them all each time."""

    duration: int  # seconds of a period; DRF reads it from the rate
    num_requests: int

    def allow_request(self, request: Request, view: Any) -> bool:
        if self.rate is None:
            return True
        period, self._into = divmod(time.time(), self.duration)
        key = f"{self.get_cache_key(request, view)}:{int(period)}"
        return cache.count_hit(key, self.duration) <= self.num_requests  # type: ignore[attr-defined]

    def wait(self) -> float:
        """Seconds until the next period."""
        return self.duration - self._into
