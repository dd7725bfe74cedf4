"""Checks of what the account has room for. What the stack has already is not counted twice."""

from collections.abc import Iterator
from typing import Any, Final

from till.doctor.aws import Clients, console
from till.doctor.case import Case, PlannedResource
from till.doctor.finding import Finding, Status, ready

UNRESERVED: Final = 100
"""Lambda: executions that no function may reserve (PutFunctionConcurrency's API page)."""
USUAL: Final = 1_000
"""Lambda: the quota of an account that is not new; Service Quotas takes no smaller wish."""
CONCURRENCY: Final = "lambda", "L-B99A9384"
WEB_ACLS: Final = "wafv2", "L-2EC3DE7B"
"""Maximum web ACLs per account in WAF for regional."""
KEYS: Final = "kms", "L-C2F1777E"
"""Customer master keys."""

_FUNCTION = "aws:lambda/function:Function"
_RESERVED = "reservedConcurrentExecutions"


def concurrency(case: Case) -> Finding:
    """Lambda executions that are left to reserve, against what the functions want."""
    wanted, had = _reserved(case.declared.needed()), _reserved(case.had.needed())
    limits = case.clients.needed()("lambda").get_account_settings()["AccountLimit"]
    quota, unreserved = limits["ConcurrentExecutions"], limits["UnreservedConcurrentExecutions"]
    short = wanted - had + UNRESERVED - unreserved
    told = (
        f"{case.stack} reserves {wanted} executions ({had} of them already); "
        f"{unreserved} of {quota} are unreserved, and {UNRESERVED} must stay so"
    )
    if short <= 0:
        return ready(told)
    return Finding(Status.NOT_READY, told, _raise(case, CONCURRENCY, max(USUAL, quota + short)))


def _reserved(resources: Any) -> int:
    return sum(int(each.inputs.get(_RESERVED) or 0) for each in resources if each.type == _FUNCTION)


def web_acls(case: Case) -> Finding:
    """Firewalls in the region against the quota."""
    return _room(case, "web ACLs", "aws:wafv2/webAcl:WebAcl", WEB_ACLS, _web_acls)


def keys(case: Case) -> Finding:
    """Keys in the region against the quota; AWS's own are counted too, a few at most."""
    return _room(case, "KMS keys", "aws:kms/key:Key", KEYS, _keys)


def _room(case: Case, what: str, kind: str, quota: tuple[str, str], used: Any) -> Finding:
    wanted, had = (_count(kind, each.needed()) for each in (case.declared, case.had))
    reach = case.clients.needed()
    service, code = quota
    limit = int(
        reach("service-quotas").get_service_quota(ServiceCode=service, QuotaCode=code)["Quota"][
            "Value"
        ]
    )
    in_use = sum(1 for _ in used(reach))
    told = (
        f"{case.stack} wants {wanted} {what} ({had} of them already); "
        f"{in_use} of {limit} are in use"
    )
    short = in_use + wanted - had - limit
    return (
        ready(told)
        if short <= 0
        else Finding(Status.NOT_READY, told, _raise(case, quota, limit + short))
    )


def _count(kind: str, resources: Any) -> int:
    found: list[PlannedResource] = [each for each in resources if each.type == kind]
    return len(found)


def _web_acls(reach: Clients) -> Iterator[Any]:
    more: dict[str, str] = {}
    while True:  # botocore has no paginator for it
        page = reach("wafv2").list_web_acls(Scope="REGIONAL", Limit=100, **more)
        yield from page["WebACLs"]
        if not page.get("NextMarker") or not page["WebACLs"]:
            return
        more = {"NextMarker": page["NextMarker"]}


def _keys(reach: Clients) -> Iterator[Any]:
    for page in reach("kms").get_paginator("list_keys").paginate():
        yield from page["Keys"]


def _raise(case: Case, quota: tuple[str, str], wish: int) -> str:
    service, code = quota
    region = case.region.needed()
    page = console(region, f"servicequotas/home/services/{service}/quotas/{code}")
    return (
        f"`aws service-quotas request-service-quota-increase --service-code {service} "
        f"--quota-code {code} --desired-value {wish} --region {region}`, or {page}"
    )
