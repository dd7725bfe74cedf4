"""The program: what every component keeps to, what a stack exports, each stack's own file."""

import importlib
import inspect
from collections import Counter
from functools import cache

import pulumi
import pulumi_aws as aws
import pytest

from tests.fakes.recorder import ROOT, Recorded, Recording, record_program

PREFIX = "tillstack:index:"
ELSEWHERE = {"aws:allowedAccountIds": '["444455556666"]', "pspKey": "sk_test_elsewhere"}
SCREEN_LINES = 60

OF_BUCKETS = (
    "LifecycleConfiguration Logging ObjectLockConfiguration OwnershipControls Policy "
    "PublicAccessBlock ServerSideEncryptionConfiguration Versioning"
)
UNTAGGABLE = {
    pulumi.get_type_token(cls)
    for cls in (
        aws.apigateway.Account,
        aws.apigateway.Authorizer,
        aws.apigateway.Deployment,
        aws.apigateway.Integration,
        aws.apigateway.Method,
        aws.apigateway.MethodSettings,
        aws.apigateway.Model,
        aws.apigateway.RequestValidator,
        aws.apigateway.Resource,
        aws.apigateway.Response,
        aws.autoscaling.Group,
        aws.autoscaling.Policy,
        aws.cloudwatch.Dashboard,
        aws.cloudwatch.EventArchive,
        aws.cloudwatch.EventBusPolicy,
        aws.cloudwatch.EventTarget,
        aws.cloudwatch.LogDataProtectionPolicy,
        aws.cloudwatch.LogResourcePolicy,
        aws.cognito.ResourceServer,
        aws.cloudwatch.LogMetricFilter,
        aws.cognito.RiskConfiguration,
        aws.cognito.UserPoolDomain,
        aws.dynamodb.ResourcePolicy,
        aws.ec2.RouteTableAssociation,
        aws.iam.RolePolicy,
        aws.iam.RolePolicyAttachment,
        aws.kms.Alias,
        aws.route53.ResolverFirewallRule,
        aws.kms.KeyPolicy,
        aws.lambda_.Alias,
        aws.lambda_.FunctionEventInvokeConfig,
        aws.lambda_.LayerVersion,
        aws.lambda_.Permission,
        aws.schemas.RegistryPolicy,
        aws.secretsmanager.SecretPolicy,
        aws.secretsmanager.SecretVersion,
        aws.ses.Template,
        *(getattr(aws.s3, f"Bucket{each}") for each in OF_BUCKETS.split()),
        aws.sesv2.ConfigurationSetEventDestination,
        aws.sns.TopicSubscription,
        aws.wafv2.WebAclAssociation,
        aws.wafv2.WebAclLoggingConfiguration,
    )
}
"""Types that AWS keeps no tags for, and a group, whose tags are a list (test_worker_fleet.py)."""


@cache
def program() -> Recording:
    """The local stack with a network, a fleet and a trail: so every component is in it."""
    return record_program(
        "local",
        {
            "alarmEmail": "alarms@example.com",
            "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
            "alarmChat": '{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}',
            "dependencyLayer": "true",
            "auditTrail": "true",
            "network": '{"zones": ["a", "b"]}',
            "fleet": '{"pspInFlight": 1000}',
            "eventBus": '{"readers": ["444455556666"]}',
        },
    )


def classes() -> dict[str, type[pulumi.ComponentResource]]:
    """Every component class of which no other is made, by its name."""
    modules = [
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for path in (ROOT / "components").rglob("*.py")
        if path.stem != "__init__"
    ]
    return {
        name: cls
        for module in modules
        for name, cls in inspect.getmembers(module, inspect.isclass)
        if issubclass(cls, pulumi.ComponentResource)
        and cls.__module__ == module.__name__
        and not cls.__subclasses__()
    }


def components() -> list[Recorded]:
    """Every component that the program declares."""
    return [each for each in program().resources if not each.custom]


def test_each_component_has_its_class_as_type_token() -> None:
    """A type token is `tillstack:index:<Class>`, and no class of ours is unused."""
    declared = {each.type.removeprefix(PREFIX) for each in components()}
    assert declared == set(classes())


def test_the_program_fits_on_one_screen() -> None:
    """All of `__main__.py`, from its first line to its last."""
    assert len((ROOT / "__main__.py").read_text().splitlines()) <= SCREEN_LINES


def test_only_components_stand_at_the_top() -> None:
    """`__main__.py` declares components, and every AWS resource is a component's child."""
    tops = [each for each in program().resources if each.parent.endswith("::tillstack-local")]
    assert tops
    assert [each.name for each in tops if each.custom] == []


def test_each_child_is_named_after_its_component() -> None:
    """A child's name starts with its parent's, so a name tells where it belongs."""
    by_urn = {each.urn: each for each in components()}
    strays = [
        each.name
        for each in program().resources
        if each.parent in by_urn and not each.name.startswith(f"{by_urn[each.parent].name}-")
    ]
    orphans = [
        each.name for each in program().resources if each.custom and each.parent not in by_urn
    ]
    assert strays == []
    assert orphans == []


def test_each_component_registers_every_public_attribute() -> None:
    """What a class annotates as public is what it registers as outputs."""
    wrong = {
        each.name: sorted(program().registered_outputs[each.urn])
        for each in components()
        if set(program().registered_outputs[each.urn])
        != set(inspect.get_annotations(classes()[each.type.removeprefix(PREFIX)]))
    }
    assert wrong == {}


def test_physical_names_are_known_before_anything_exists() -> None:
    """A resource that takes a name has one of ours, so policies can hold it as text."""
    nameless = [
        each.name
        for each in program().resources
        if each.custom
        and each.type
        in {
            pulumi.get_type_token(cls)
            for cls in (
                aws.cloudwatch.MetricAlarm,
                aws.dynamodb.Table,
                aws.iam.Role,
                aws.lambda_.Function,
                aws.sns.Topic,
                aws.sqs.Queue,
            )
        }
        and not each.inputs["name"].startswith("tillstack-local-")
    ]
    assert nameless == []


def test_no_two_resources_of_a_type_share_a_physical_name() -> None:
    """Two things of one kind in one stack have two names."""
    names = Counter(
        (each.type, each.inputs["name"])
        for each in program().resources
        if each.custom
        and "name" in each.inputs
        and not each.type.startswith("aws:iam/rolePolicy")
        and each.type != "aws:lambda/alias:Alias"
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_what_can_carry_tags_carries_them() -> None:
    """Every taggable resource says project, environment, owner and the class of its data."""
    wanted = {"project", "environment", "owner", "data-classification"}
    bare = [
        each.name
        for each in program().resources
        if each.custom and each.type not in UNTAGGABLE and not wanted <= set(each.inputs["tags"])
    ]
    assert bare == []


def test_the_exports_are_what_a_person_needs() -> None:
    """The stack tells where it is and whom it knows."""
    assert set(program().exports) == {
        "entries_table", "email_event_dead_letter_url", "email_event_queue_url",
        "event_bus_arn", "event_dead_letter_url", "event_queue_url", "events_table", "functions",
        "gateway_url",
        "merchants_table", "notification_dead_letter_url", "notification_queue_url",
        "payment_dead_letter_url", "payment_queue_url", "payments_table", "roots_bucket",
        "schema_versions", "token_url", "user_pool_id", "webhook_key_arn", "worker_log_group",
    }  # fmt: skip
    assert program().exports["functions"]["read_payments"] == "tillstack-local-read-payments"


def test_secrets_are_secret() -> None:
    """None leaves the program: clients are made, and their secrets told, elsewhere."""
    assert program().secret_exports == set()


@pytest.mark.parametrize("stack", ["dev", "staging"])
def test_each_stack_file_deploys(stack: str) -> None:
    """With its account and key named, a stack's own file is complete."""
    recording = record_program(stack, ELSEWHERE)
    (topic,) = (each for each in recording.of(aws.sns.Topic) if each.name == "alarms-topic")
    assert topic.inputs["name"] == f"tillstack-{stack}-alarms"


def test_production_protects_what_it_holds() -> None:
    """In `prod` the tables, keys, users, secret and audit trail can't be deleted by a slip."""
    recording = record_program("prod", {**ELSEWHERE, "pspKey": "sk_live_elsewhere"})
    holding = (
        aws.dynamodb.Table, aws.kms.Key, aws.cognito.UserPool, aws.secretsmanager.Secret,
        aws.cloudtrail.Trail, aws.s3.Bucket,
    )  # fmt: skip
    kept = [each for cls in holding for each in recording.of(cls)]
    assert len(kept) == 22
    assert [each.name for each in kept if not each.protect] == []
    assert all(
        table.inputs["deletionProtectionEnabled"] for table in recording.of(aws.dynamodb.Table)
    )
    assert recording.of(aws.cognito.UserPool)[0].inputs["deletionProtection"] == "ACTIVE"
    assert recording.of(aws.secretsmanager.Secret)[0].inputs["recoveryWindowInDays"] == 30
    assert not any(each.protect for each in program().resources)
