"""WAF: what the web ACL of a stage blocks never reaches the API, and is a `WAF_FILTERED`."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote_plus

from ministack.services import apigateway_v1, waf

from local.emulator.firewall.asked import Asked
from local.emulator.firewall.web_acl import blocked

Answer = Any
Execute = Callable[..., Awaitable[Answer]]

TYPE: Final = "WAF_FILTERED"
SAID: Final = "Forbidden"
"""The gateway's own words ("Gateway response types" of the developer guide)."""


def mend() -> None:
    """Ask the web ACL first."""
    execute = apigateway_v1._execute_in_scope  # noqa: SLF001 - the emulator has no public seam
    apigateway_v1._execute_in_scope = guarded(execute)  # noqa: SLF001 - as above


def guarded(original: Execute) -> Execute:
    """The original, for what no rule blocks."""

    async def execute(
        request: dict[str, Any], api: str, stage: str, method: str, path: str, *rest: Any
    ) -> Answer:
        headers, body, query, *_ = rest
        acl = _acl(api, stage)
        if acl and blocked(acl, _asked(method, path, headers, body, query)):
            request["stage"] = apigateway_v1._stages_v1[api][stage]  # noqa: SLF001 - as above
            return apigateway_v1._gw_error(TYPE, SAID)  # noqa: SLF001 - as above
        return await original(request, api, stage, method, path, *rest)

    return execute


def _acl(api: str, stage: str) -> Any:
    """The web ACL of a stage, as it is deployed; `None` without one."""
    place = f"/restapis/{api}/stages/{stage}"
    for arn, acl in waf._associations.items():  # noqa: SLF001 - as above
        if arn.endswith(place) and apigateway_v1._stages_v1.get(api, {}).get(stage):  # noqa: SLF001 - as above
            found, _ = waf._resolve_local_web_acl(acl)  # noqa: SLF001 - as above
            return found
    return None


def _asked(
    method: str,
    path: str,
    headers: Mapping[str, str] | None,
    body: bytes | None,
    query: Mapping[str, Any] | None,
) -> Asked:
    pairs = [
        (name, value)
        for name, values in (query or {}).items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return Asked(
        method,
        path,
        "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs),
        {name.lower(): str(value) for name, value in (headers or {}).items()},
        body or b"",
    )
