"""A pack is told what the engine would tell it."""

import pulumi
import pulumi_aws as aws
import pytest
from pulumi_policy import (
    EnforcementLevel,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from local.policy_check.analyzer import Analyzer, Violation, declared
from local.program.recorder import record

QUEUE = "aws:sqs/queue:Queue"


def judge(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Say what arrived of a queue."""
    if args.resource_type == QUEUE:
        assert args.provider is not None
        region = args.provider.props["region"]
        setting = pulumi.Config("project").get("size")
        extra = args.get_config() or {}
        report(f"{args.props['name']} {args.opts.protect} {region} {setting} {extra}", None)


def join(args: StackValidationArgs, report: ReportViolation) -> None:
    """Say what a queue's key is made of."""
    for each in args.resources:
        for made_of in each.property_dependencies.get("kmsMasterKeyId", []):
            report(f"{each.name} is made of {made_of.name}, {each.props['arn']}", each.urn)


ALONE = ResourceValidationPolicy("alone", "Alone.", judge, EnforcementLevel.MANDATORY)
WHOLE = StackValidationPolicy("whole", "Whole.", join, EnforcementLevel.ADVISORY)


def declare() -> None:
    """A queue with a key."""
    key = aws.kms.Key("key")
    aws.sqs.Queue(
        "jobs", name="jobs", kms_master_key_id=key.arn, opts=pulumi.ResourceOptions(protect=True)
    )


def test_what_the_engine_says_arrives() -> None:
    """Properties, options, provider, settings, configuration, and for the stack the edges."""
    resources = declared(record(declare))
    analyzer = Analyzer(
        [ALONE, WHOLE], {"alone": {"a": 1}}, {"region": "here"}, {"project:size": "big"}
    )
    jobs = next(one for one in resources if one.type == QUEUE)
    arn = "arn:aws:sqs:eu-central-1:111122223333:jobs"
    assert analyzer.judge(resources) == [
        Violation("alone", jobs.urn, "Alone.\njobs True here big {'a': 1.0}", "mandatory"),
        Violation("whole", jobs.urn, f"Whole.\njobs is made of key, {arn}", "advisory"),
    ]
    assert jobs.source is not None
    assert jobs.source[0].endswith("test_analyzer.py")


def test_a_provider_of_the_programs_own_arrives_with_what_it_makes() -> None:
    """Also in the stack; everything else has the default one."""
    seen = []

    def alone(args: ResourceValidationArgs, _report: ReportViolation) -> None:
        assert args.provider is not None
        seen.append((args.name, args.provider.props.get("region")))

    def whole(args: StackValidationArgs, _report: ReportViolation) -> None:
        for each in args.resources:
            assert each.provider is not None
            seen.append((each.name, each.provider.props.get("region")))

    def program() -> None:
        there = aws.Provider("there", region="us-east-1")
        aws.sqs.Queue("theirs", opts=pulumi.ResourceOptions(provider=there))
        aws.sqs.Queue("ours")

    for known in (True, False):
        seen.clear()
        pack = [
            ResourceValidationPolicy("alone", "Alone.", alone),
            StackValidationPolicy("whole", "Whole.", whole),
        ]
        Analyzer(pack, {}, {"region": "here"}).judge(declared(record(program, known=known)))
        queues = sorted(each for each in seen if each[0] != "there")
        assert queues == [("ours", "here")] * 2 + [("theirs", "us-east-1")] * 2


def test_a_former_name_arrives_as_a_urn() -> None:
    """However the program says it: by a name, a type or a whole URN."""
    whole = "urn:pulumi:dev::project::aws:sqs/queue:Queue::oldest"

    def renamed() -> None:
        aws.sqs.Queue(
            "jobs",
            opts=pulumi.ResourceOptions(
                aliases=[pulumi.Alias(name="old"), pulumi.Alias(type_="aws:sqs/old:Old"), whole]
            ),
        )

    (jobs,) = [one for one in declared(record(renamed)) if one.type == QUEUE]
    place = "::".join(jobs.urn.split("::")[:2])
    assert list(jobs.options.aliases) == [
        f"{place}::{QUEUE}::old",
        f"{place}::aws:sqs/old:Old::jobs",
        whole,
    ]


def test_one_packs_settings_are_not_anothers() -> None:
    """The SDK keeps them in a context, and each analyzer has its own."""
    resources = declared(record(declare))
    Analyzer([ALONE], {}, {"region": "here"}, {"project:size": "big"}).judge(resources)
    (found,) = Analyzer([ALONE], {}, {"region": "here"}).judge(resources)
    assert "None" in found.message
    assert pulumi.Config("project").get("size") is None


def test_an_unknown_name_in_a_configuration_is_an_error() -> None:
    """A misspelt rule would be configured in silence."""
    with pytest.raises(KeyError, match="alnoe"):
        Analyzer([ALONE], {"alnoe": {"a": 1}})
