"""The functions' own network."""

from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.lib.iam import allow, document, trust_for
from components.lib.outputs import NetworkRefs, Placement, StackDefaults
from components.lib.psp_ranges import PSP_RANGES
from components.message_keys import MessageKeys
from components.parts.log_group import log_group
from components.parts.network_endpoints import gateway_endpoints, interface_endpoints
from components.parts.network_groups import groups, out_by_route
from components.parts.network_names import name_firewall
from components.parts.network_tiers import NETWORK_RANGE, Tier, inside, out
from components.signing_key import SigningKey
from runtime.contract.settings import Network


@dataclass(frozen=True)
class PrivateNetworkArgs:
    """In which zones, where the PSP answers, and which keys are used from inside."""

    defaults: StackDefaults
    network: Network
    message_keys: MessageKeys
    signing_key: SigningKey


class PrivateNetwork(pulumi.ComponentResource):
    """Private subnets in two zones or more, from which nothing is reached but what is called.

    Creates: a VPC without public subnets, a tier that nothing leaves and one with a regional NAT
    gateway, endpoints of AWS's services, security groups, a DNS firewall, a log of all flows.
    Guarantees: the default group is closed; an endpoint lets through what the functions call, for
    this account, about this stack's things; only functions that call the PSP have a way out, and
    it ends at the PSP's addresses; every flow is logged, encrypted. IPv4 only: no IPv6 range is
    asked for, so there is no second way.
    """

    refs: NetworkRefs

    def __init__(
        self, name: str, args: PrivateNetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PrivateNetwork", name, None, opts)
        defaults, context = args.defaults, args.defaults.context
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=NETWORK_RANGE,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        zones = args.network.zones
        tiers = inside(self, name, context, vpc, zones), out(self, name, context, vpc, zones)
        who = groups(self, name, context, vpc, args.network.psp_ranges or PSP_RANGES)
        tables = [each.table for each in tiers]
        workers = defaults.settings.fleet is not None
        ways = gateway_endpoints(self, name, context, vpc, tables, workers=workers)
        out_by_route(self, name, context, who.functions, ways)
        interface_endpoints(
            self,
            name,
            context,
            vpc,
            tiers[0].subnets,
            who.endpoints,
            [defaults.keys.sealing, *args.message_keys.arns, args.signing_key.arn],
            workers=workers,
        )
        name_firewall(self, name, context, vpc, defaults.settings.psp_api_base, workers=workers)
        _log_flows(self, name, defaults, vpc)
        self.refs = NetworkRefs(
            inside=_placement(vpc, tiers[0], [who.functions]),
            out=_placement(vpc, tiers[1], [who.functions, *who.psp]),
        )
        self.register_outputs({"refs": self.refs.outputs})


def with_network(
    name: str, defaults: StackDefaults, message_keys: MessageKeys, signing_key: SigningKey
) -> StackDefaults:
    """The defaults with the network that the settings ask for, if they ask for one."""
    asked = defaults.settings.network
    if asked is None:
        return defaults
    made = PrivateNetwork(name, PrivateNetworkArgs(defaults, asked, message_keys, signing_key))
    return replace(defaults, network=made.refs)


def _placement(vpc: aws.ec2.Vpc, tier: Tier, who: list[aws.ec2.SecurityGroup]) -> Placement:
    return Placement(
        vpc_arn=vpc.arn,
        subnet_ids=[each.id for each in tier.subnets],
        subnet_arns=[each.arn for each in tier.subnets],
        group_ids=[each.id for each in who],
        group_arns=[each.arn for each in who],
    )


def _log_flows(
    parent: PrivateNetwork, name: str, defaults: StackDefaults, vpc: aws.ec2.Vpc
) -> None:
    context = defaults.context
    group_name = f"/aws/vpc/{context.name('network')}"
    logs = log_group(parent, f"{name}-flows", group_name, defaults)
    role = aws.iam.Role(
        f"{name}-flows-role",
        name=context.name("network-flows"),
        assume_role_policy=trust_for(
            context, "vpc-flow-logs.amazonaws.com", context.arn("ec2", "vpc-flow-log/*")
        ),
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    may_write = aws.iam.RolePolicy(
        f"{name}-flows-write-logs",
        name="write-logs",
        role=role.name,
        policy=document(
            allow(
                ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                [context.arn("logs", f"log-group:{group_name}:*")],
            )
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.ec2.FlowLog(
        f"{name}-flows-log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=logs.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=60,
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[may_write]),
    )
