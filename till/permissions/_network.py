"""What the functions' own network needs to be deployed, where a stack has one.

What EC2 makes has no name in its ARN: it is created with the stack's tags, and found by them.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from till.permissions.needs import HERE, NAMED, TAGGED, TAGGING, Need

_EC2: Final = f"arn:<partition>:ec2:{HERE}:"
_KINDS: Final = (
    "internet-gateway natgateway route-table security-group security-group-rule subnet vpc "
    "vpc-endpoint vpc-flow-log"
)
_MADE: Final = [f"{_EC2}{kind}/*" for kind in _KINDS.split()]
"""Whatever EC2 makes for the network: the tags say whose it is."""
_TAGS: Final = (
    Need("ec2:CreateTags", _MADE, TAGGING),
    Need("ec2:CreateTags DeleteTags", _MADE, TAGGED),
)
_RESOLVER: Final = f"arn:<partition>:route53resolver:{HERE}:"

NETWORK: Final[Mapping[str, Sequence[Need]]] = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [
        # It comes with the network, without tags.
        Need(
            "ec2:RevokeSecurityGroupEgress RevokeSecurityGroupIngress CreateTags",
            [f"{_EC2}security-group/*"],
            {"ArnLike": {"ec2:Vpc": f"{_EC2}vpc/*"}},
        ),
        Need("ec2:DescribeSecurityGroups DescribeSecurityGroupRules"),
    ],
    "aws:ec2/flowLog:FlowLog": [
        Need("ec2:CreateFlowLogs", _MADE, TAGGING),
        Need("ec2:CreateFlowLogs", _MADE, TAGGED),
        Need("ec2:DeleteFlowLogs", _MADE, TAGGED),
        Need("ec2:DescribeFlowLogs"),
        Need("logs:CreateLogDelivery DeleteLogDelivery"),
        Need(
            "iam:PassRole",
            [f"arn:<partition>:iam::<account>:role/{NAMED}"],
            {"StringEquals": {"iam:PassedToService": "vpc-flow-logs.amazonaws.com"}},
        ),
        *_TAGS,
    ],
    "aws:ec2/internetGateway:InternetGateway": [
        Need("ec2:CreateInternetGateway", _MADE, TAGGING),
        Need(
            "ec2:AttachInternetGateway DetachInternetGateway",
            _MADE,
            TAGGED,
        ),
        Need("ec2:DeleteInternetGateway", _MADE, TAGGED),
        Need("ec2:DescribeInternetGateways"),
        *_TAGS,
    ],
    "aws:ec2/natGateway:NatGateway": [
        Need("ec2:CreateNatGateway", _MADE, TAGGING),
        Need("ec2:CreateNatGateway", _MADE, TAGGED),
        Need("ec2:DeleteNatGateway", _MADE, TAGGED),
        Need("ec2:DescribeNatGateways"),
        *_TAGS,
    ],
    "aws:ec2/routeTable:RouteTable": [
        Need("ec2:CreateRouteTable", _MADE, TAGGING),
        Need("ec2:CreateRouteTable", _MADE, TAGGED),
        Need(
            "ec2:CreateRoute DeleteRoute ReplaceRoute DeleteRouteTable",
            _MADE,
            TAGGED,
        ),
        Need("ec2:DescribeRouteTables"),
        *_TAGS,
    ],
    "aws:ec2/routeTableAssociation:RouteTableAssociation": [
        Need(
            "ec2:AssociateRouteTable DisassociateRouteTable",
            _MADE,
            TAGGED,
        ),
    ],
    "aws:ec2/securityGroup:SecurityGroup": [
        Need("ec2:CreateSecurityGroup", _MADE, TAGGING),
        Need("ec2:CreateSecurityGroup", _MADE, TAGGED),
        Need(
            "ec2:AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress "
            "RevokeSecurityGroupEgress RevokeSecurityGroupIngress DeleteSecurityGroup",
            _MADE,
            TAGGED,
        ),
        Need("ec2:DescribeNetworkInterfaces DescribeSecurityGroups"),
        *_TAGS,
    ],
    "aws:ec2/subnet:Subnet": [
        Need("ec2:CreateSubnet", _MADE, TAGGING),
        Need("ec2:CreateSubnet", _MADE, TAGGED),
        Need("ec2:DeleteSubnet ModifySubnetAttribute", _MADE, TAGGED),
        Need("ec2:DescribeNetworkInterfaces DescribeSubnets"),
        *_TAGS,
    ],
    "aws:ec2/vpc:Vpc": [
        Need("ec2:CreateVpc", _MADE, TAGGING),
        Need("ec2:DeleteVpc ModifyVpcAttribute", _MADE, TAGGED),
        Need(
            "ec2:DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups "
            "DescribeVpcAttribute DescribeVpcs"
        ),
        *_TAGS,
    ],
    "aws:ec2/vpcEndpoint:VpcEndpoint": [
        Need("ec2:CreateVpcEndpoint", _MADE, TAGGING),
        Need(
            "ec2:CreateVpcEndpoint ModifyVpcEndpoint",
            _MADE,
            TAGGED,
        ),
        Need("ec2:DeleteVpcEndpoints ModifyVpcEndpoint", _MADE, TAGGED),
        Need("ec2:DescribePrefixLists DescribeVpcEndpoints"),
        *_TAGS,
    ],
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": [
        Need(
            "route53resolver:CreateFirewallDomainList DeleteFirewallDomainList "
            "GetFirewallDomainList ListFirewallDomains UpdateFirewallDomains "
            "ListTagsForResource TagResource UntagResource",
            [f"{_RESOLVER}firewall-domain-list/*"],
        )
    ],
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": [
        Need(
            "route53resolver:CreateFirewallRule DeleteFirewallRule ListFirewallRules "
            "UpdateFirewallRule",
            [f"{_RESOLVER}firewall-rule-group/*", f"{_RESOLVER}firewall-domain-list/*"],
        )
    ],
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": [
        Need(
            "route53resolver:CreateFirewallRuleGroup DeleteFirewallRuleGroup "
            "GetFirewallRuleGroup ListTagsForResource TagResource UntagResource",
            [f"{_RESOLVER}firewall-rule-group/*"],
        )
    ],
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": [
        Need(
            "route53resolver:AssociateFirewallRuleGroup DisassociateFirewallRuleGroup "
            "GetFirewallRuleGroupAssociation UpdateFirewallRuleGroupAssociation "
            "ListTagsForResource TagResource UntagResource",
            [
                f"{_RESOLVER}firewall-rule-group/*",
                f"{_RESOLVER}firewall-rule-group-association/*",
            ],
        ),
        Need("ec2:DescribeVpcs"),
    ],
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [
        Need("ec2:AuthorizeSecurityGroupEgress", _MADE, TAGGING),
        Need(
            "ec2:AuthorizeSecurityGroupEgress ModifySecurityGroupRules RevokeSecurityGroupEgress",
            _MADE,
            TAGGED,
        ),
        Need("ec2:DescribeSecurityGroupRules"),
        *_TAGS,
    ],
}
