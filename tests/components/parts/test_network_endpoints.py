"""Endpoints: what is called, by this account, about this stack's things."""

import json
from collections import defaultdict

import pulumi_aws as aws

from components.parts.network_endpoints import CALLED, GATEWAYS, INTERFACES, PREFIX
from tests.components.networked import ZONES, inputs, networked, policy
from tests.fakes.recorder import ACCOUNT, REGION

BY_LAMBDA = {"sqs:DeleteMessage", "sqs:ReceiveMessage"}
"""What Lambda's poller does with the role, from its own network."""
BY_THE_SERVICE = {"kms:DescribeKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"}
"""What DynamoDB does with the table's key on behalf of the role."""
NOT_FROM_INSIDE = {"ec2", "logs", "xray"}
"""Lambda itself makes interfaces, writes the logs and sends what its daemon collects."""


def called() -> dict[str, set[str]]:
    """Service → every action on it that a function's role is allowed."""
    services = {PREFIX.get(each, each): each for each in CALLED}
    found: dict[str, set[str]] = defaultdict(set)
    for grant in networked().of(aws.iam.RolePolicy):
        if "network-flows" in grant.name:
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
            assert all(f":{ACCOUNT}:" in arn for arn in statement["Resource"]), service
            assert "*" not in statement["Action"]
        else:
            assert (statement["Effect"], statement["Action"]) == ("Deny", "*"), service


def test_only_what_functions_decrypt_with_is_used_from_inside() -> None:
    """The sealing key and the keys of messages; every other is used by a service on its side."""
    (statement,) = policy("network-kms")
    names = ("keys-sealing", "message-keys-1")
    assert statement["Resource"] == [networked().named(each).outputs["arn"] for each in names]


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
