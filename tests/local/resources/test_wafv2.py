"""Web ACLs in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from local.resources._base import Inputs
from local.resources._wafv2 import association
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def visible(name: str) -> dict[str, object]:
    """The metrics of a rule."""
    return {"cloudwatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": False}


def test_an_acl_keeps_its_rules(make: Callable[..., Made], emulator: Emulator) -> None:
    """A managed group, a size rule and a rate rule arrive in the API's own spelling."""
    body = {"body": {"oversizeHandling": "MATCH"}}
    size = {
        "comparisonOperator": "GT",
        "size": 65536,
        "fieldToMatch": body,
        "textTransformations": [{"priority": 0, "type": "NONE"}],
    }
    group = {"vendorName": "AWS", "name": "AWSManagedRulesCommonRuleSet"}
    acl, outputs = make(
        aws.wafv2.WebAcl,
        name="kept-acl",
        scope="REGIONAL",
        defaultAction={"allow": {}},
        visibilityConfig=visible("acl"),
        rules=[
            {
                "name": "common",
                "priority": 0,
                "overrideAction": {"none": {}},
                "statement": {"managedRuleGroupStatement": group},
                "visibilityConfig": visible("common"),
            },
            {
                "name": "size",
                "priority": 1,
                "action": {"block": {}},
                "statement": {"sizeConstraintStatement": size},
                "visibilityConfig": visible("size"),
            },
            {
                "name": "rate",
                "priority": 2,
                "action": {"block": {}},
                "statement": {"rateBasedStatement": {"limit": 100, "aggregateKeyType": "IP"}},
                "visibilityConfig": visible("rate"),
            },
        ],
        dataProtectionConfig={
            "dataProtections": [
                {
                    "action": "SUBSTITUTION",
                    "field": {"fieldType": "SINGLE_HEADER", "fieldKeys": ["authorization"]},
                }
            ]
        },
        tags={"a": "b"},
    )
    client = emulator.client("wafv2")
    found = client.get_web_acl(Name="kept-acl", Scope="REGIONAL", Id=acl)["WebACL"]
    assert found["ARN"] == outputs["arn"]
    assert [one["Name"] for one in found["Rules"]] == ["common", "size", "rate"]
    stage = f"arn:aws:apigateway:{emulator.region}::/restapis/api/stages/v1"
    make(aws.wafv2.WebAclAssociation, webAclArn=outputs["arn"], resourceArn=stage)
    assert client.get_web_acl_for_resource(ResourceArn=stage)["WebACL"]["Id"] == acl


def rate(limit: int) -> dict[str, object]:
    """A rule that blocks an address after so many calls."""
    return {
        "name": "rate",
        "priority": 2,
        "action": {"block": {}},
        "statement": {"rateBasedStatement": {"limit": limit, "aggregateKeyType": "IP"}},
        "visibilityConfig": visible("rate"),
    }


def test_an_acl_from_beginning_to_end(emulator: Emulator) -> None:
    """An ACL changes its rules, default, body limits, what it hides and tags in place."""
    waf = emulator.client("wafv2")
    life = Life(
        emulator,
        aws.wafv2.WebAcl,
        {
            "name": "life-acl",
            "scope": "REGIONAL",
            "defaultAction": {"allow": {}},
            "visibilityConfig": visible("acl"),
            "rules": [rate(100)],
            "tags": {"a": "b"},
        },
    )
    life.becomes(rules=[rate(200)], tags={"c": "d"})
    life.becomes(defaultAction={"block": {}})
    limit = {"apiGateway": {"defaultSizeInspectionLimit": "KB_64"}}
    life.becomes(associationConfig={"requestBodies": [limit]})
    hidden = {"action": "HASH", "field": {"fieldType": "BODY"}}
    life.becomes(associationConfig=None, dataProtectionConfig={"dataProtections": [hidden]})
    life.becomes(dataProtectionConfig=None)
    place = {"Name": "life-acl", "Scope": "REGIONAL", "Id": life.physical}

    def opened() -> None:
        live = waf.get_web_acl(**place)
        kept = {key: live["WebACL"][key] for key in ("Rules", "VisibilityConfig")}
        waf.update_web_acl(
            **place, **kept, LockToken=live["LockToken"], DefaultAction={"Allow": {}}
        )

    life.drifts(opened, "defaultAction", "lockToken")
    opened()
    life.becomes(rules=[rate(300)])
    arn, tags = life.state["arn"], [{"Key": "by", "Value": "hand"}]
    life.drifts(lambda: waf.tag_resource(ResourceARN=arn, Tags=tags), "tags")
    stage = f"arn:aws:apigateway:{emulator.region}::/restapis/life/stages/v1"
    before = {"webAclArn": arn, "resourceArn": stage}
    association = Life(emulator, aws.wafv2.WebAclAssociation, before)
    association.ends()
    life.ends()


def test_a_body_limit_is_keyed_by_what_it_protects() -> None:
    """The limit of inspected bodies reaches the API under its own constant."""
    limit = {"apiGateway": {"defaultSizeInspectionLimit": "KB_64"}}
    inputs = Inputs("aws:wafv2/webAcl:WebAcl", {"associationConfig": {"requestBodies": [limit]}})
    assert association(inputs) == {
        "AssociationConfig": {
            "RequestBody": {"API_GATEWAY": {"DefaultSizeInspectionLimit": "KB_64"}}
        }
    }
