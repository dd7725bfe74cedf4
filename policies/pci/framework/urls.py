"""URLs in a text, and whose they are."""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from .tokens import BUCKET, BUCKET_V2

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>\\`]+")
_AWS: Final = re.compile(r"\.(amazonaws\.com(\.cn)?|api\.aws)$")
_LENT: Final = re.compile(
    r"\.(amazonaws\.com(\.cn)?|on\.aws|cloudfront\.net|amazoncognito\.com|awsapprunner\.com)$"
)
REGION: Final = (
    r"(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(?:-gov|-iso[a-z]?|-de)?"
    r"-(?:central|(?:north|south)(?:east|west)?|east|west)-\d"
)
_NAMES: Final = frozenset({"json-schema.org", "www.w3.org"})
"""Namespaces of JSON Schema, XML and HTML: names, to which nobody connects."""

BUCKETS: Final = (BUCKET, BUCKET_V2)


class Named(NamedTuple):
    """A host of AWS's that belongs to whoever made the thing behind it."""

    host: str
    thing: str
    """The first part of the host's name: an API's id, a bucket, a domain."""


@lru_cache(maxsize=16_384)
def within(text: str) -> tuple[SplitResult, ...]:
    """Every URL in a text; one that can't be read has no host."""
    return tuple(_split(each) for each in _URL.findall(text)) if "://" in text else ()


def _split(text: str) -> SplitResult:
    try:
        found = urlsplit(text)
        _ = found.port  # Raises where it is no number.
    except ValueError:
        return SplitResult("", "", "", "", "")
    return found


def buckets(url: SplitResult) -> list[str]:
    """The bucket that a URL leads to; none where it leads to something else."""
    host, path = (url.hostname or ""), url.path.strip("/").split("/")[0]
    if url.scheme.lower() == "s3":
        return [host]
    plain = _plain(host)
    if plain[-1:] == ["s3"] or plain[-1:] == ["dualstack"]:
        name = ".".join(plain[:-1]).removesuffix(".s3")
        return [each for each in (name or path,) if each]
    return []


def named(url: SplitResult) -> Named | None:
    """The thing of somebody's that AWS serves at this URL; an endpoint of a service is none."""
    host = url.hostname or ""
    if buckets(url) or not _LENT.search(host) or (_AWS.search(host) and len(_plain(host)) < 2):  # noqa: PLR2004 - a name and a service
        return None
    return Named(host, host.split(".")[0])


def aws_service(url: SplitResult) -> bool:
    """Whether it is an endpoint of a service of AWS, or of something behind one."""
    return bool(_LENT.search(url.hostname or "") or _AWS.search(url.hostname or ""))


def _plain(host: str) -> list[str]:
    """The parts of a host of AWS before its region: `bucket`, `s3`."""
    found = _AWS.sub("", host) if _AWS.search(host) else ""
    return [each for each in found.split(".") if each and not re.fullmatch(REGION, each)]


METADATA: Final = "169.254.169.254"
"""What a machine asks about itself, and nobody else answers (EC2: "Access instance metadata")."""


def allowed(url: SplitResult, addresses: Iterable[str]) -> bool:
    """Whether it is this machine, a mere name, or under one of the addresses."""
    host = url.hostname or ""
    return host in _NAMES or _here(host) or any(_under(url, each) for each in addresses)


def _here(host: str) -> bool:
    try:
        return host in {"localhost", METADATA} or ip_address(host).is_loopback
    except ValueError:
        return False


def _under(url: SplitResult, address: str) -> bool:
    if "://" not in address:
        return url.hostname == address.lower()
    one = _split(address)
    path = one.path.rstrip("/")
    return (
        (url.scheme, url.hostname, url.port) == (one.scheme, one.hostname, one.port)
        and "@" not in url.netloc
        and ".." not in url.path
        and (url.path == path or url.path.startswith(f"{path}/"))
    )
