"""Redis as a cache that may be away: it then holds nothing, and no page fails for it.

Rate limits are counted in it, so while it is away nobody is limited; /health/ready and
check_setup say that it is away, for what they put in does not come out again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PAUSE_SECONDS = 5  # in which it is not asked again: a frozen one would cost a second each time


class PatientRedisCache(RedisCache):
    asked_again_at: ClassVar[float] = 0.0

    def _unless_away(self, ask: Callable[[], Answer], instead: Answer) -> Answer:
        if time.monotonic() < PatientRedisCache.asked_again_at:
            return instead
        try:
            return ask()
        except (RedisError, OSError) as error:
            PatientRedisCache.asked_again_at = time.monotonic() + PAUSE_SECONDS
            logger.warning("The cache is away: %s.", type(error).__name__)
            return instead

    def add(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """True while it is away: whoever takes a lock by it goes on."""
        return self._unless_away(
            lambda: super(PatientRedisCache, self).add(key, *args, **kwargs), True
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._unless_away(
            lambda: super(PatientRedisCache, self).get(key, default, version), default
        )

    def set(self, key: str, *args: Any, **kwargs: Any) -> None:
        self._unless_away(lambda: super(PatientRedisCache, self).set(key, *args, **kwargs), None)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._unless_away(
            lambda: super(PatientRedisCache, self).touch(key, *args, **kwargs), False
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._unless_away(lambda: super(PatientRedisCache, self).delete(key, version), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._unless_away(
            lambda: super(PatientRedisCache, self).has_key(key, version), False
        )

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._unless_away(lambda: super(PatientRedisCache, self).get_many(keys, version), {})

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._unless_away(
            lambda: super(PatientRedisCache, self).set_many(data, *args, **kwargs), list(data)
        )

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._unless_away(lambda: super(PatientRedisCache, self).delete_many(keys, version), None)
