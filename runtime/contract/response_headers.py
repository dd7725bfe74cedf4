"""The headers of every answer, whether a function or the gateway itself gives it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }
)
"""The same on each answer."""

REQUEST_ID: Final = "Request-Id"
"""Holds the gateway's id of the request."""

RETRY_AFTER: Final[Mapping[int, int]] = MappingProxyType({202: 2, 429: 2, 500: 2, 503: 5, 504: 2})
"""Seconds until it is worth asking again, by status; a status that is not here names no time."""

RATE_LIMIT: Final = "RateLimit"
"""What is left of a merchant's calls: nothing, and for how many seconds.

With `RateLimit-Policy`: draft-ietf-httpapi-ratelimit-headers-10.
"""
RATE_LIMIT_POLICY: Final = "RateLimit-Policy"
"""How many calls a merchant has, and in how many seconds as many come back."""

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
"""Of every answer that says what went wrong (RFC 9457)."""
