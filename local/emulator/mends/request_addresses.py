"""API Gateway: a function is told at which host and path its gateway was asked.

AWS, "Input format of a Lambda function for proxy integration": `requestContext` has `domainName`,
and its `path` is the one that was asked for at that host, with the stage where no own domain hides
it. The emulator tells no host, and its path is the one that AWS's own host would have.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import apigateway_v1

_OWN_HOST: Final = ".execute-api."
"""In AWS's name of an API, which the emulator answers to as well."""


def mend() -> None:
    """Say it in each event."""
    apigateway_v1._build_lambda_event_v1 = _addressed(  # noqa: SLF001 - the emulator has no public seam
        apigateway_v1._build_lambda_event_v1  # noqa: SLF001 - as above
    )


def _addressed(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def build(*args: Any, **named: Any) -> dict[str, Any]:
        event = original(*args, **named)
        api, stage, _, _, path, _, headers = args[:7]
        event["requestContext"] |= address(headers, api, stage, path, _mapped)
        return event

    return build


def address(
    headers: Mapping[str, Any], api: str, stage: str, path: str, mapped: Callable[[str], bool]
) -> dict[str, str]:
    """Host and path as the caller wrote them; `mapped` tells whether a host is an own domain."""
    host = next((str(value) for name, value in headers.items() if name.lower() == "host"), "")
    if mapped(host.partition(":")[0].lower()):
        asked = path
    elif _OWN_HOST in host:
        asked = f"/{stage}{path}"
    else:
        asked = f"/restapis/{api}/{stage}/_user_request_{path}"
    return {"domainName": host, "path": asked}


def _mapped(host: str) -> bool:
    return apigateway_v1.resolve_base_path_mapping(host, "/") is not None
