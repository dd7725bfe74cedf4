"""Nothing names what is not ours: a test for each way in, each way out, and what is let be."""

import json
from typing import Final

import pulumi
import pulumi_aws as aws
import pytest

from local.policy_check.analyzer import Analyzer, Declared, declared
from local.program.recorder import record
from policies.pci.framework import tokens
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.strangers import ACCOUNT, REGION
from policies.pci.rules.only_ours import only_ours
from policy_proof.resources import TODAY, UNKNOWN, resource
from tests.policies.case import blamed, but, said
from tests.policies.pci.ways_in import IN
from tests.policies.pci.ways_out import OUT
from tests.policies.pci.worlds import (
    OURS,
    PROVIDER,
    SETTINGS,
    STRANGE,
    THEIRS,
    Build,
    document,
    key,
    may,
    service,
)

RULE: Final = only_ours(TODAY)


@pytest.mark.parametrize(("part", "build"), (IN | OUT).values(), ids=(IN | OUT).keys())
def test_of_ours_it_is_fine_and_of_others_it_is_reported(part: str, build: Build) -> None:
    """One thing is another's, and that alone is the difference."""
    theirs = OURS._replace(**{part: getattr(STRANGE, part)})
    assert said(RULE, build(OURS), provider=PROVIDER, config=SETTINGS) == []
    (found, *_) = said(RULE, build(theirs), provider=PROVIDER, config=SETTINGS)
    assert found[1] == "it"
    assert getattr(STRANGE, part) not in found[2]


ANYBODYS: Final = (
    key("*", StringLike={"aws:PrincipalAccount": "*"}),
    key("*", StringLike={"aws:PrincipalAccount": "1111*"}),
    key("*", StringEquals={"aws:PrincipalAccount": "${aws:PrincipalAccount}"}),
    key("*", StringLike={"aws:PrincipalOrgID": "o-*"}),
    key("*", StringLike={"aws:PrincipalOrgPaths": "o-*/r-1/*"}),
    key({"AWS": "arn:aws:iam::*:root"}),
    key({"AWS": "AROAEXAMPLEOFADELETEDROLE"}),
    key({"CanonicalUser": "0a" * 32}),
    service("sns", ArnLike={"aws:SourceArn": "arn:aws:sns:eu-central-1:*:news"}),
    may(Resource="arn:aws:sqs:*:*:jobs"),
    resource(tokens.PERMISSION, {"sourceArn": "arn:aws:events:eu-central-1:1111????3333:rule/x"}),
    resource(tokens.VPC_ENDPOINT, {"serviceName": "com.amazonaws.vpce.eu-central-1.vpce-svc-0a1b"}),
    resource(tokens.API_INTEGRATION, {"uri": "https://api.stripe.com@collect.example.com/in"}),
    resource(tokens.API_INTEGRATION, {"uri": "https://api.stripe.com.example.com/in"}),
    resource(tokens.API_INTEGRATION, {"uri": "http://api.stripe.com/v1"}),
    resource(
        tokens.API_INTEGRATION, {"uri": "https://abc.execute-api.eu-central-1.amazonaws.com/"}
    ),
    resource(tokens.API_INTEGRATION, {"uri": "https://abc.lambda-url.eu-central-1.on.aws/"}),
    resource(
        tokens.API_STAGE, {"variables": {"description": "https://github.com/tillstack/../other"}}
    ),
)


@pytest.mark.parametrize("one", ANYBODYS)
def test_what_may_be_anybodys_is_reported(one: Declared) -> None:
    """A pattern, an id that says nothing, a host that somebody else may have."""
    assert blamed(RULE, one, provider=PROVIDER, config=SETTINGS) == ["it"]


FINE: Final = (
    resource(
        tokens.ROLE_POLICY_ATTACHMENT, {"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    ),
    resource(
        tokens.FUNCTION,
        {"layers": ["arn:aws:lambda:eu-central-1:017000801446:layer:AWSLambdaPowertools:1"]},
    ),
    resource(
        tokens.FUNCTION,
        {"layers": ["arn:aws:lambda:eu-central-1:336392948345:layer:AWSSDKPandas-Python313:1"]},
    ),
    resource(tokens.BUCKET_POLICY, {"policy": document({"AWS": "arn:aws:iam::054676820928:root"})}),
    resource(tokens.BUCKET_POLICY, {"policy": document({"AWS": "054676820928"})}),
    resource(
        tokens.USER_POOL_DOMAIN,
        {"certificateArn": f"arn:aws:acm:us-east-1:{OURS.account}:certificate/x"},
    ),
    may(Action="s3:GetObject", Resource="arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"),
    may(Action="sts:AssumeRole", Resource="arn:aws:iam::${aws:PrincipalAccount}:role/x"),
    may(
        Resource="*",
        Condition={"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}},
    ),
    resource(tokens.SLACK_CHANNEL, {"region": "us-east-2"}),
    may(Effect="Deny", Resource=STRANGE.arn("sqs", "jobs")),
    may(Condition={"StringNotEquals": {"aws:ResourceAccount": THEIRS}}, Resource="*"),
    key("*", Bool={"aws:PrincipalIsAWSService": "true"}),
    resource(tokens.QUEUE, {"policy": UNKNOWN, "name": "jobs"}),
    resource(tokens.QUEUE, {"tags": {"source": "https://wiki.example.com"}}),
    resource(
        tokens.API_MODEL, {"schema": '{"$schema": "http://json-schema.org/draft-04/schema#"}'}
    ),
    resource(tokens.FUNCTION, {"environment": {"variables": {"BYTES": "107374182400"}}}),
    resource(tokens.FUNCTION, {"environment": {"variables": {"PSP": "http://127.0.0.1:12111"}}}),
    resource(tokens.EVENT_RULE, {"eventPattern": "{not JSON"}),
)


@pytest.mark.parametrize("one", FINE)
def test_what_must_be_foreign_or_harms_nobody_is_fine(one: Declared) -> None:
    """AWS's own, a denial, what people read, a number, this machine, what is not known yet."""
    assert said(RULE, one, provider=PROVIDER, config=SETTINGS) == []


def test_awss_own_accounts_serve_one_service_only() -> None:
    """The account that lends a layer gets no message, and is nobody's principal."""
    for theirs in ("017000801446", "054676820928"):
        sent = resource(tokens.EVENT_TARGET, {"arn": f"arn:aws:sqs:eu-central-1:{theirs}:x"})
        assert blamed(RULE, sent, provider=PROVIDER) == ["it"]
    assert blamed(RULE, key({"AWS": "017000801446"}), provider=PROVIDER) == ["it"]


def test_what_the_stack_itself_makes_is_ours() -> None:
    """Its buckets by name, and its APIs by the id in their address."""
    bucket = resource(tokens.BUCKET, {"bucket": "shop-audit"}, "bucket")
    trail = resource(tokens.TRAIL, {"s3BucketName": "shop-audit"}, "trail")
    api = resource(tokens.REST_API, {"name": "shop"}, "api", outputs={"id": "abc"})
    url = "https://abc.execute-api.eu-central-1.amazonaws.com/live"
    hook = resource(tokens.TOPIC_SUBSCRIPTION, {"protocol": "https", "endpoint": url}, "hook")
    assert said(RULE, bucket, trail, api, hook, provider=PROVIDER) == []
    assert blamed(RULE, trail, hook, provider=PROVIDER) == ["hook", "trail"]
    named = {"s3BucketName": "elsewhere"}
    led = resource(tokens.TRAIL, named, "trail", made_of={"s3BucketName": [bucket]})
    assert said(RULE, bucket, led, provider=PROVIDER) == []
    assert blamed(RULE, bucket, resource(tokens.TRAIL, named), provider=PROVIDER) == ["it"]


def test_a_gateways_mapping_names_no_bucket() -> None:
    """`method.request.…` says where a value comes from; one that is written stands in quotes.

    API Gateway Developer Guide, "Parameter mapping source reference".
    """
    bucket = resource(tokens.BUCKET, {"bucket": "shop-audit"}, "bucket")
    key = "integration.request.path.bucket"

    def reports(value: str) -> list[str]:
        body = {"paths": {"/x": {"get": {"requestParameters": {key: value}}}}}
        ways = (
            resource(tokens.API_INTEGRATION, {"requestParameters": {key: value}}),
            resource(tokens.REST_API, {"body": json.dumps(body)}),
        )
        (found,) = {tuple(blamed(RULE, bucket, each, provider=PROVIDER)) for each in ways}
        return [*found]

    assert reports("method.request.querystring.bucket") == []
    assert reports("'shop-audit'") == []
    assert reports("'elsewhere'") == ["it"]
    assert reports("elsewhere") == ["it"]


def test_a_network_that_callers_come_from_is_of_this_stack() -> None:
    """By its id, by an edge, or listed; in a document of a resource that names no account."""
    endpoint = resource(tokens.VPC_ENDPOINT, {"vpcId": "v"}, "endpoint", outputs={"id": "vpce-0a"})
    inputs = {"policy": document("*", StringEquals={"aws:SourceVpce": "vpce-0a"})}
    one = resource(tokens.BUCKET_POLICY, inputs)
    led = resource(tokens.BUCKET_POLICY, inputs, made_of={"policy": [but(endpoint, id=None)]})
    assert said(RULE, one, endpoint, provider=PROVIDER) == []
    assert said(RULE, led, but(endpoint, id=None), provider=PROVIDER) == []
    assert said(RULE, one, provider=PROVIDER, config={"addresses": ["vpce-0a"]}) == []
    assert blamed(RULE, one, provider=PROVIDER) == ["it"]


def test_the_stack_says_what_is_ours_and_a_provider_does_not() -> None:
    """A provider for another account or region is reported, with all that is made by it."""
    settings = {"aws:region": OURS.region, "aws:allowedAccountIds": json.dumps([OURS.account])}

    def program() -> None:
        there = aws.Provider("there", region=STRANGE.region, allowed_account_ids=[THEIRS])
        aws.sqs.Queue("theirs", name="t", opts=pulumi.ResourceOptions(provider=there))
        aws.sqs.Queue("ours", name="o")

    judge = Judge(Exemptions([]), TODAY)
    analyzer = Analyzer(judge.policies([RULE]), {}, PROVIDER, settings)
    found = [
        (each.urn.rpartition("::")[2], each.message)
        for each in analyzer.judge(declared(record(program)))
    ]
    assert {name for name, _ in found} == {"there", "theirs"}
    assert [text.partition("\n")[2] for name, text in found if name == "theirs"] == [
        f"The provider: {REGION}",
        f"The provider: {ACCOUNT}",
    ]


def test_code_from_an_address_is_read_and_our_own_is_not() -> None:
    """An archive by URL names somebody; what a local file holds is for other tools."""

    def program() -> None:
        aws.lambda_.LayerVersion(
            "layer",
            layer_name="x",
            code=pulumi.AssetArchive(
                {
                    "far": pulumi.RemoteArchive(f"{STRANGE.address}/x.zip"),
                    "near": pulumi.StringAsset(f"# See {STRANGE.address}"),
                }
            ),
        )

    (found,) = said(RULE, *declared(record(program)), provider=PROVIDER)
    assert found[2].startswith("code.far.uri: It leads to an address that is not ours.")


def test_where_nobody_says_who_we_are_nobody_is_a_stranger() -> None:
    """Rule 0.3 then asks for an account and a region."""
    assert (
        said(RULE, key({"AWS": THEIRS}), resource(tokens.QUEUE, {"region": "us-east-1"}, "q")) == []
    )
