"""Endpoints: what is called, by this account, about this stack's things."""

import json
from collections import defaultdict
from typing import Any

import pulumi_aws as aws

from components.parts.network_endpoints import CALLED, GATEWAYS, INTERFACES, PREFIX, WORKED
from tests.components.networked import ZONES, fleeted, inputs, networked, policy
from tests.fakes.recorder import ACCOUNT, REGION

BY_LAMBDA = {"sqs:DeleteMessage", "sqs:ReceiveMessage"}
"""What Lambda's poller does with the role, from its own network."""
BY_THE_SERVICE = {"kms:DescribeKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"}
"""What DynamoDB does with the table's key on behalf of the role."""
NOT_FROM_INSIDE = {"ec2", "logs", "xray"}
"""Lambda itself makes interfaces, writes the logs and sends what its daemon collects."""
NOT_INSIDE = ("network-flows", "events-deliver-events")
"""Whose role is no function's, and who calls from outside of the network."""


def called() -> dict[str, set[str]]:
    """Service → every action on it that a function's role is allowed."""
    services = {PREFIX.get(each, each): each for each in CALLED}
    found: dict[str, set[str]] = defaultdict(set)
    for grant in networked().of(aws.iam.RolePolicy):
        if grant.name.startswith(NOT_INSIDE):
            continue
        for statement in json.loads(grant.inputs["policy"])["Statement"]:
            for action in statement["Action"] if statement["Effect"] == "Allow" else ():
                service = action.partition(":")[0]
                assert service in {*services, *NOT_FROM_INSIDE}, f"No endpoint for {action}."
                if service in services:
                    found[services[service]].add(action)
    return found


def test_an_endpoint_lets_through_what_the_functions_call_and_no_more() -> None:
    """Derived from the roles: a grant without its endpoint would hang, one too many would open."""
    granted = called()
    for service, actions in CALLED.items():
        allowed = {f"{PREFIX.get(service, service)}:{each}" for each in actions}
        assert allowed == granted[service] - BY_LAMBDA - BY_THE_SERVICE, service


def test_each_policy_is_for_our_account_and_names_our_things() -> None:
    """No statement allows `*`, whatever the endpoint."""
    for service in (*GATEWAYS, *INTERFACES):
        (statement,) = policy(f"network-{service}")
        if service in CALLED:
            assert statement["Effect"] == "Allow"
            assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
            # A bucket's name has the account in it, and its ARN names none.
            mine = f"-{ACCOUNT}-" if service == "s3" else f":{ACCOUNT}:"
            assert all(mine in arn for arn in statement["Resource"]), service
            assert "*" not in statement["Action"]
        else:
            assert (statement["Effect"], statement["Action"]) == ("Deny", "*"), service


def test_only_what_functions_use_themselves_is_used_from_inside() -> None:
    """The keys of sealing, messages and roots; every other is used by a service on its side."""
    (statement,) = policy("network-kms")
    names = ("keys-sealing", "message-keys-1", "signing-key-key")
    assert statement["Resource"] == [networked().named(each).outputs["arn"] for each in names]


def fleet_policy(service: str) -> list[dict[str, Any]]:
    """The statements of an endpoint's policy where there are workers."""
    text = fleeted().named(f"network-{service}").inputs["policy"]
    return list(json.loads(text)["Statement"])


def test_workers_poll_and_log_by_themselves() -> None:
    """What their role may do on the queue and in their log passes, and is for our account."""
    for service, resource in (("sqs", "tillstack-prod-"), ("logs", "/aws/ec2/tillstack-prod-")):
        (statement,) = fleet_policy(service)
        more = {f"{service}:{each}" for each in (*CALLED.get(service, ()), *WORKED[service])}
        assert set(statement["Action"]) == more
        assert all(resource in arn for arn in statement["Resource"])
        assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
    granted = {
        action
        for grant in ("work-payments", "write-logs")
        for each in json.loads(fleeted().named(f"workers-role-{grant}").inputs["policy"])[
            "Statement"
        ]
        for action in each["Action"]
    }
    assert granted - {"kms:Decrypt"} == {
        f"{service}:{each}" for service, actions in WORKED.items() for each in actions
    }


def test_workers_fetch_from_two_buckets_of_which_one_is_aws_s() -> None:
    """Its packages are signed, fetched without an account, and read only."""
    ours, packages = fleet_policy("s3")
    assert any(arn.endswith("-worker-code/*") for arn in ours["Resource"])
    assert packages["Action"] == ["s3:GetObject"]
    assert packages["Resource"] == [f"arn:aws:s3:::al2023-repos-{REGION}-de612dc2/*"]
    assert "Condition" not in packages


def test_interfaces_stand_in_each_zone_under_the_services_own_names() -> None:
    """Private names, one group, the inner tier; the free ones are routes in both tables."""
    for service in INTERFACES:
        made = inputs(f"network-{service}")
        assert made["serviceName"] == f"com.amazonaws.{REGION}.{service}"
        assert made["privateDnsEnabled"] is True
        assert made["subnetIds"] == [f"network-inside-{zone}-id" for zone in ZONES]
        assert made["securityGroupIds"] == ["network-endpoints-id"]
    for service in GATEWAYS:
        tables = inputs(f"network-{service}")["routeTableIds"]
        assert tables == ["network-inside-routes-id", "network-out-routes-id"]
