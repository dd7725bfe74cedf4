"""Checks of what the account has room for.

Executions are asked of the emulator, which counts them. It has no Service Quotas, so the quotas'
answers are made by botocore's output shapes, with the fields of AWS's example of
`get-service-quota`; their codes are those that Service Quotas gives (noted on 2026-11-28).
"""

from collections.abc import Mapping
from itertools import count
from typing import Any

import pulumi_aws
import pytest

from local.emulator.emulator import Emulator
from tests._aws import make, role
from tests.fakes.doctor import DECLARED, aws, case, function, refusal
from till.doctor._quotas import concurrency, keys, web_acls
from till.doctor.finding import NotKnownError, NotReadyError, Status


def limits(quota: int, unreserved: int) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Lambda's answer."""
    found = {"ConcurrentExecutions": quota, "UnreservedConcurrentExecutions": unreserved}
    return {"lambda": {"GetAccountSettings": {"AccountLimit": found}}}


def quota(service: str, code: str, value: float) -> Any:
    """What Service Quotas answers, if it is asked for this quota."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        assert asked == {"ServiceCode": service, "QuotaCode": code}
        return {"Quota": {"ServiceCode": service, "QuotaCode": code, "Value": value}}

    return {"service-quotas": {"GetServiceQuota": answer}}


@pytest.mark.emulator
def test_executions_are_counted_as_lambda_counts_them(account: Emulator) -> None:
    """Enough in an account that has many; others' reservations leave too few, one's own do not."""
    one = case(clients=account.client)
    assert concurrency(one).status is Status.READY
    code = account.client("lambda")
    total = code.get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    told = f"dev reserves 93 executions (0 of them already); {total} of {total} are unreserved"
    assert told in concurrency(one).what
    queries = b"PK\x05\x06" + 18 * b"\0"
    code.create_function(
        FunctionName="greedy",
        Runtime="python3.13",
        Role=role(account, "greedy"),
        Handler="main.handler",
        Code={"ZipFile": queries},
    )
    code.put_function_concurrency(FunctionName="greedy", ReservedConcurrentExecutions=total - 150)
    crowded = concurrency(one)
    assert crowded.status is Status.NOT_READY
    assert (
        f"--quota-code L-B99A9384 --desired-value {max(1000, total + 43)} --region" in crowded.next
    )
    again = concurrency(case(clients=account.client, had=DECLARED))
    assert again.status is Status.READY
    assert "(93 of them already)" in again.what


@pytest.mark.parametrize(
    ("total", "unreserved", "status", "wish"),
    [
        (193, 193, Status.READY, ""),
        (192, 192, Status.NOT_READY, "--desired-value 1000"),
        (10, 10, Status.NOT_READY, "--desired-value 1000"),
        (2000, 150, Status.NOT_READY, "--desired-value 2043"),
    ],
    ids=["just enough", "one too few", "a new account", "others have them"],
)
def test_a_hundred_executions_stay_unreserved(
    total: int, unreserved: int, status: Status, wish: str
) -> None:
    """93 wanted and 100 kept; the wish is what is missing, and never less than AWS's usual."""
    finding = concurrency(case(clients=aws(limits(total, unreserved))))
    assert finding.status is status
    assert wish in finding.next
    assert ("console.aws.amazon.com/servicequotas" in finding.next) == bool(wish)


def test_only_what_is_new_must_be_free() -> None:
    """A function that grows needs room for the growth."""
    had = (*DECLARED[1:], function("accept-payment", 50))
    exact = case(clients=aws(limits(1000, 110)), had=had)
    assert concurrency(exact).status is Status.READY
    assert concurrency(case(clients=aws(limits(1000, 109)), had=had)).status is Status.NOT_READY


def test_without_the_program_the_need_is_not_known() -> None:
    """What the functions reserve is the program's to say, and what they have the state's."""
    enough, lost = aws(limits(1000, 1000)), NotReadyError("x")
    for one in (case(clients=enough, declared=lost), case(clients=enough, had=lost)):
        with pytest.raises(NotKnownError, match="see above"):
            concurrency(one)


@pytest.mark.parametrize(("limit", "ready"), [(101, True), (100, False)])
def test_firewalls_are_counted_over_all_pages(limit: int, *, ready: bool) -> None:
    """100 in use on two pages and one more wanted: 101 is enough, 100 is not."""
    numbers = count()

    def page(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        assert asked["Scope"] == "REGIONAL"
        ours = [{"Name": f"acl-{next(numbers)}"} for _ in range(50)]
        return {"WebACLs": ours, **({} if "NextMarker" in asked else {"NextMarker": "more"})}

    table = {"wafv2": {"ListWebACLs": page}, **quota("wafv2", "L-2EC3DE7B", limit)}
    finding = web_acls(case(clients=aws(table)))
    assert finding.status is (Status.READY if ready else Status.NOT_READY)
    assert f"100 of {limit} are in use" in finding.what
    assert ("--desired-value 101" in finding.next) is not ready


@pytest.mark.parametrize(
    ("limit", "had", "status"),
    [(8, (), Status.READY), (7, (), Status.NOT_READY), (3, DECLARED, Status.READY)],
    ids=["just enough", "one too few", "has them"],
)
def test_keys_are_counted_over_all_pages(limit: int, had: Any, status: Status) -> None:
    """Three in use and five wanted; what the stack has already is not counted twice."""

    def page(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if "Marker" in asked:
            return {"Keys": [{"KeyId": "c"}], "Truncated": False}
        return {"Keys": [{"KeyId": "a"}, {"KeyId": "b"}], "Truncated": True, "NextMarker": "more"}

    table = {"kms": {"ListKeys": page}, **quota("kms", "L-C2F1777E", limit)}
    finding = keys(case(clients=aws(table), had=had))
    assert finding.status is status
    assert f"3 of {limit} are in use" in finding.what


@pytest.mark.emulator
def test_what_is_in_use_is_what_the_account_holds(account: Emulator) -> None:
    """A firewall and a key more are counted; the quota is a canned one."""

    def used(check: Any, service: str, code: str) -> int:
        canned = aws(quota(service, code, 500))
        one = case(
            clients=lambda name: canned(name) if name == "service-quotas" else account.client(name)
        )
        return int(check(one).what.rpartition("; ")[2].partition(" ")[0])

    acls, held = used(web_acls, "wafv2", "L-2EC3DE7B"), used(keys, "kms", "L-C2F1777E")
    rule = {"cloudwatchMetricsEnabled": True, "metricName": "m", "sampledRequestsEnabled": False}
    make(
        account,
        pulumi_aws.wafv2.WebAcl,
        name="quota",
        scope="REGIONAL",
        defaultAction={"allow": {}},
        visibilityConfig=rule,
    )
    account.client("kms").create_key()
    assert used(web_acls, "wafv2", "L-2EC3DE7B") == acls + 1
    assert used(keys, "kms", "L-C2F1777E") == held + 1


@pytest.mark.parametrize("check", [web_acls, keys])
def test_a_quota_that_is_not_told_is_a_refusal(check: Any) -> None:
    """No Service Quotas in a region, or no right to read: the table says "not known"."""
    silent = {"service-quotas": {"GetServiceQuota": refusal("NoSuchResourceException")}}
    with pytest.raises(Exception, match="NoSuchResource"):
        check(case(clients=aws(silent)))
