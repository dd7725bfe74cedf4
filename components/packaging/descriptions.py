"""The SDK's descriptions of what the functions call, without what is there for readers.

A client reads the whole description of its service, and the addresses of all the world's services,
at every cold start: nine bytes of ten are sentences and other services.
"""

import gzip
import json
from pathlib import Path
from typing import Any

SERVICE = "service-2.json"
"""The SDK's name of a service's description."""
ADDRESSES = "endpoints.json"


def shorten(packages: Path) -> None:
    """Rewrite botocore's descriptions in a folder of packages, if it is there.

    They are not compressed again: the bytes of that depend on the machine.
    """
    data = packages / "botocore" / "data"
    called = {_shortened(path) for path in sorted(data.rglob(f"{SERVICE}.gz"))}
    addresses = data / ADDRESSES
    if addresses.is_file():
        found = json.loads(addresses.read_bytes())
        for partition in found["partitions"]:
            services = partition["services"]
            partition["services"] = {name: services[name] for name in services if name in called}
        _write(addresses, found)


def _shortened(path: Path) -> str:
    """The prefix of the service's addresses."""
    found = json.loads(gzip.decompress(path.read_bytes()), object_hook=_without_words)
    _write(path.with_name(SERVICE), found)
    path.unlink()
    prefix: str = found["metadata"]["endpointPrefix"]
    return prefix


def _without_words(part: dict[str, Any]) -> dict[str, Any]:
    # A member may be called so as well, and is no text.
    return {
        name: each
        for name, each in part.items()
        if name != "documentation" or not isinstance(each, str)
    }


def _write(path: Path, found: Any) -> None:
    # uv links files from its cache: what is written into one is in every other environment too.
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
