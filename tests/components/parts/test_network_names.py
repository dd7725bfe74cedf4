"""Which names can be looked up from inside."""

import pulumi_aws as aws

from components.parts.network_endpoints import CALLED
from tests.components.networked import fleeted, inputs, networked
from tests.fakes.recorder import ACCOUNT, REGION


def test_the_called_names_come_first_and_every_other_does_not_exist() -> None:
    """Two rules in this order; a lookup can carry data out, whatever the security groups say."""
    rules = sorted(
        networked().of(aws.route53.ResolverFirewallRule), key=lambda each: each.inputs["priority"]
    )
    first, last = (each.inputs for each in rules)
    assert (first["action"], last["action"]) == ("ALLOW", "BLOCK")
    assert last["blockResponse"] == "NXDOMAIN"
    assert last["firewallDomainListId"] == "network-names-others-id"
    assert inputs("network-names-others")["domains"] == ["*"]


def test_the_names_are_those_of_the_services_and_of_the_psp() -> None:
    """One by one: a pattern over a whole domain would let anybody's name in it through."""
    names = set(inputs("network-names-called")["domains"])
    services = {f"{each}.{REGION}.amazonaws.com" for each in CALLED}
    assert names == {
        "api.stripe.com", f"{ACCOUNT}.ddb.{REGION}.amazonaws.com",
        f"tillstack-prod-{ACCOUNT}-roots.s3.{REGION}.amazonaws.com", *services,
    }  # fmt: skip
    assert [each for each in names if "*" in each] == []


def test_workers_look_up_where_they_log_and_what_they_fetch_besides() -> None:
    """CloudWatch's logs, the bucket of their code and AWS's own of their system's packages."""
    listed = [
        set(each.named("network-names-called").inputs["domains"])
        for each in (networked(), fleeted())
    ]
    assert listed[1] - listed[0] == {
        f"logs.{REGION}.amazonaws.com",
        f"tillstack-prod-{ACCOUNT}-worker-code.s3.{REGION}.amazonaws.com",
        f"al2023-repos-{REGION}-de612dc2.s3.dualstack.{REGION}.amazonaws.com",
    }
    assert listed[0] < listed[1]


def test_the_network_is_under_them() -> None:
    """The group of rules is associated, at a priority that AWS lets be ours."""
    here = inputs("network-names-here")
    assert (here["vpcId"], here["firewallRuleGroupId"]) == ("network-vpc-id", "network-names-id")
    assert 100 < here["priority"] < 9_900
