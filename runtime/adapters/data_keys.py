"""Data keys in the Encryption SDK's cache, each asked of KMS once however many threads miss it."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Any, Final

import aws_encryption_sdk as sdk
from aws_encryption_sdk.exceptions import CacheKeyError
from aws_encryption_sdk.materials_managers.base import CryptoMaterialsManager

LONGEST_USE: Final = 300.0
"""Seconds that a data key is kept."""

MOST_KEYS: Final = 1000
"""Data keys at a time; the one that was made or opened first goes first."""

MOST_MESSAGES: Final = 1000
"""Texts sealed under one data key."""

MOST_BYTES: Final = 256 * 1024
"""Bytes sealed under one data key: what it opens is no more than a thousand ordinary customers
(about 100 bytes each), however long the texts of one merchant are (up to 8 KiB)."""


class DataKeyCache(sdk.LocalCryptoMaterialsCache):  # type: ignore[misc]  # the SDK has no types
    """The SDK's cache, for many threads: what one of them finds too old, another may have dropped.

    The SDK would call that an error, and a sealed text would seem damaged.
    """

    def remove(self, value: Any) -> None:
        """Drop an entry, if it is still there."""
        with suppress(CacheKeyError):
            super().remove(value)


class DataKeys(CryptoMaterialsManager):  # type: ignore[misc]  # as above
    """The SDK's cached materials: for one context or one data key, one thread asks at a time.

    Whoever comes meanwhile waits, and then asks the cache. It fails as the first did, where that
    failed: ten that ask a key service in turn which is away would wait ten times as long as one.
    """

    def __init__(self, provider: Any) -> None:
        """`provider`: the SDK's, which asks KMS."""
        self._cached = sdk.CachingCryptoMaterialsManager(
            master_key_provider=provider,
            cache=DataKeyCache(capacity=MOST_KEYS),
            max_age=LONGEST_USE,
            max_messages_encrypted=MOST_MESSAGES,
            max_bytes_encrypted=MOST_BYTES,
            partition_name="sealing",
        )
        self._lock = Lock()
        self._asking: dict[Hashable, Future[None]] = {}

    def get_encryption_materials(self, request: Any) -> Any:
        """A data key to seal with; see the SDK."""
        return self._alone(
            _context(request), lambda: self._cached.get_encryption_materials(request)
        )

    def decrypt_materials(self, request: Any) -> Any:
        """The data key of a sealed text; see the SDK."""
        sealed = frozenset(each.encrypted_data_key for each in request.encrypted_data_keys)
        asked = request.algorithm, sealed, _context(request)
        return self._alone(asked, lambda: self._cached.decrypt_materials(request))

    def _alone(self, asked: Hashable, ask: Callable[[], Any]) -> Any:
        mine: Future[None] = Future()
        while (first := self._first(asked, mine)) is not mine:
            first.result()
        try:
            found = ask()
        except BaseException as error:
            self._done(asked).set_exception(error)
            raise
        self._done(asked).set_result(None)
        return found

    def _first(self, asked: Hashable, mine: Future[None]) -> Future[None]:
        with self._lock:
            return self._asking.setdefault(asked, mine)

    def _done(self, asked: Hashable) -> Future[None]:
        with self._lock:
            return self._asking.pop(asked)


def _context(request: Any) -> Hashable:
    return frozenset(request.encryption_context.items())
