"""The default cache: Redis, but never a reason to fail (RELIABILITY 2.1).

When Redis does not answer, reads miss and writes are forgotten; for a few seconds it is not even
asked, so that a request pays for the silence once.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import redis
import structlog
from django.core.cache.backends.redis import RedisCache

REST = 5.0  # seconds without asking after a failure
T = TypeVar("T")

log = structlog.get_logger(__name__)


class FailOpenCache(RedisCache):
    """Django's RedisCache whose every call has an answer for a Redis that is away."""

    _resting_until = 0.0  # on the class: one process has one Redis

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(FailOpenCache, self).add(*args, **kwargs), True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(FailOpenCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(FailOpenCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(FailOpenCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(FailOpenCache, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._try(lambda: super(FailOpenCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(FailOpenCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._try(lambda: super(FailOpenCache, self).incr(key, delta, version), delta)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try(lambda: super(FailOpenCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(FailOpenCache, self).delete_many(*args, **kwargs), None)

    def count_hit(self, key: str, seconds: int) -> int:
        """How often this was asked for ``key``, now included, since the first time at most ``seconds`` ago."""
        return self._try(lambda: self._count_hit(self.make_and_validate_key(key), seconds), 1)

    def _count_hit(self, key: str, seconds: int) -> int:
        client = self._cache.get_client(key, write=True)
        hits = client.incr(key)
        if hits == 1:
            client.expire(key, seconds)
        return hits

    def clear(self) -> None:
        """Forget the cache's own keys only: job messages live in the same Redis."""
        self._try(self._clear, None)

    def _clear(self) -> None:
        client = self._cache.get_client(write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        if keys:
            client.delete(*keys)

    def _try(self, call: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < FailOpenCache._resting_until:
            return otherwise
        try:
            return call()
        except redis.exceptions.RedisError as error:
            FailOpenCache._resting_until = time.monotonic() + REST
            log.warning("cache_away", error=type(error).__name__)
            return otherwise
