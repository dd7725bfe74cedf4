"""By hand: networks and machines."""

import base64
from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    AUTO_SCALING_GROUP,
    DEFAULT_ROUTE_TABLE,
    EGRESS_RULE,
    INGRESS_RULE,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    MAIN_ROUTE_TABLE,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    VPC_ENDPOINT,
)
from policy_proof.by_hand.row import MadeOf, Row, Watched
from policy_proof.edit import DROP
from policy_proof.guards import SECRET

_OUT: Final = {"routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-0123456789"}]}
_TO: Final = {"routeTableId": MadeOf("inside"), "gatewayId": "igw-0123456789"}
_PRIVATE: Final = "private-subnets-no-igw"
_FLEET: Final = "asg-uses-template-in-private"
_DATA: Final = base64.b64encode(f"export KEY={SECRET}".encode()).decode()
_SAID: Final = "user-data-no-secrets"
_IN: Final = "sg-no-open-ingress"
_EGRESS: Final = "sg-egress-restricted"
_ENDPOINTS: Final = "vpc-endpoints-present"

ROWS: Final = (
    Row(_PRIVATE, ROUTE_TABLE, "routes[].gatewayId", _OUT, "network", "inside"),
    Row(_FLEET, ROUTE_TABLE, "routes[].gatewayId", _OUT, "network", "inside"),
    Row("lambda-in-vpc", ROUTE_TABLE, "routes[].gatewayId", _OUT, "machines", "inside"),
    Row(_PRIVATE, ROUTE, "gatewayId", _TO, "network"),
    Row(_FLEET, ROUTE, "gatewayId", _TO, "network"),
    Row("lambda-in-vpc", ROUTE, "gatewayId", _TO, "machines"),
    Row("lambda-in-vpc", ROUTE, "routeTableId", _TO, "machines"),
    Row(
        "lambda-in-vpc",
        ROUTE_TABLE_ASSOCIATION,
        "routeTableId",
        {"routeTableId": MadeOf("out")},
        "machines",
        "private-a-inside",
    ),
    Row(
        _FLEET,
        SUBNET,
        "availabilityZone",
        {"availabilityZone": "eu-central-1a"},
        "network",
        "private-b",
    ),
    Row(
        _FLEET,
        AUTO_SCALING_GROUP,
        "mixedInstancesPolicy",
        {
            "launchTemplate": DROP,
            "mixedInstancesPolicy": {
                "launchTemplate": {"launchTemplateSpecification": {"version": "$Latest"}}
            },
        },
        "network",
    ),
    Row(_SAID, LAUNCH_TEMPLATE, "userData", {"userData": _DATA}, "network"),
    *(
        Row(_SAID, kind, path, {path: _DATA}, "machines")
        for kind in (INSTANCE, LAUNCH_CONFIGURATION)
        for path in ("userData", "userDataBase64")
    ),
    Row(_EGRESS, SECURITY_GROUP_RULE, "protocol", {"protocol": "-1"}, "machines", "egress"),
    Row(_EGRESS, EGRESS_RULE, "ipProtocol", {"ipProtocol": "-1"}, "network"),
    *(
        Row(
            rule,
            SECURITY_GROUP_RULE,
            "type",
            {"type": way, "protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]},
            "machines",
        )
        for rule, way in ((_IN, "ingress"), (_EGRESS, "egress"))
    ),
    Row(
        _ENDPOINTS,
        VPC_ENDPOINT,
        "vpcEndpointType",
        {"vpcEndpointType": "Interface", "privateDnsEnabled": False},
        "network",
        "sqs-endpoint",
    ),
    Row(
        "vpc-endpoint-policy-scoped",
        VPC_ENDPOINT,
        "vpcEndpointType",
        {"vpcEndpointType": "Interface", "policy": DROP},
        "network",
        "sqs-endpoint",
    ),
)

_NAMED: Final = "A prefix list is a named place."
_OPEN: Final = "With any protocol the internet may not come in, unless on a listed port."
_MAIN: Final = "Here every subnet has a table of its own; the rules' own tests show the main one."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    **{
        (rule, kind, path): _MAIN
        for rule in (_PRIVATE, _FLEET, "lambda-in-vpc")
        for kind, path in (
            (DEFAULT_ROUTE_TABLE, "routes[].gatewayId"),
            (MAIN_ROUTE_TABLE, "routeTableId"),
            (MAIN_ROUTE_TABLE, "vpcId"),
            (SUBNET, "vpcId"),
        )
    },
    (_EGRESS, SECURITY_GROUP, "egress[].prefixListIds[]"): _NAMED,
    (_EGRESS, SECURITY_GROUP_RULE, "prefixListIds[]"): _NAMED,
    (_EGRESS, EGRESS_RULE, "prefixListId"): _NAMED,
    (_IN, SECURITY_GROUP, "ingress[].protocol"): _OPEN,
    (_IN, SECURITY_GROUP_RULE, "protocol"): _OPEN,
    (_IN, INGRESS_RULE, "ipProtocol"): _OPEN,
}
