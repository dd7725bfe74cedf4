"""Every physical name of the program is one that was checked before anything existed."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from components import Place
from components._name_rules import RULES
from components._naming import Name, names, twice
from components._preflight import refuse_names
from components._regions import PlaceError
from local.gate import STACKS, settings_of, stand_ins
from local.recorder import PROJECT
from stack_settings import StackSettings, parse
from tests._recorder import ACCOUNT, Recorded, Recording, record_program
from tests.components.test_name_rules import MODELS, model

NAMED: Mapping[str, Mapping[str, str]] = {
    "aws:apigateway/domainName:DomainName": {"domainName": "gateway domain"},
    "aws:apigateway/restApi:RestApi": {"name": "gateway"},
    "aws:cloudwatch/eventRule:EventRule": {"name": "rule"},
    "aws:cloudwatch/logGroup:LogGroup": {"name": "log group"},
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {"policyName": "log policy"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"name": "alarm"},
    "aws:cognito/userPool:UserPool": {"name": "user pool"},
    "aws:cognito/userPoolClient:UserPoolClient": {"name": "app client"},
    "aws:cognito/userPoolDomain:UserPoolDomain": {"domain": "sign-in domain"},
    "aws:dynamodb/table:Table": {"name": "table"},
    "aws:iam/role:Role": {"name": "role"},
    "aws:kms/alias:Alias": {"name": "key alias"},
    "aws:lambda/function:Function": {"name": "function"},
    "aws:lambda/layerVersion:LayerVersion": {"layerName": "layer"},
    "aws:secretsmanager/secret:Secret": {"name": "secret"},
    "aws:ses/template:Template": {"name": "mail template"},
    "aws:sesv2/configurationSet:ConfigurationSet": {"configurationSetName": "configuration set"},
    "aws:sesv2/emailIdentity:EmailIdentity": {"emailIdentity": "mail domain"},
    "aws:sns/topic:Topic": {"name": "topic"},
    "aws:sqs/queue:Queue": {"name": "queue"},
    "aws:wafv2/webAcl:WebAcl": {"name": "web acl"},
}
"""Type → the property that names it, and its kind."""
CONSTANT: Mapping[str, Mapping[str, tuple[str, str, str] | str]] = {
    "aws:apigateway/authorizer:Authorizer": {"name": r"[A-Za-z0-9-]{1,128}"},
    "aws:apigateway/model:Model": {"name": r"[A-Za-z0-9]+"},
    "aws:apigateway/requestValidator:RequestValidator": {"name": r"[A-Za-z0-9-]{1,128}"},
    "aws:apigateway/stage:Stage": {"stageName": r"[A-Za-z0-9_-]{1,128}"},
    "aws:cognito/resourceServer:ResourceServer": {
        "name": ("cognito-idp", "CreateResourceServer", "Name"),
        "identifier": ("cognito-idp", "CreateResourceServer", "Identifier"),
    },
    "aws:iam/rolePolicy:RolePolicy": {"name": ("iam", "PutRolePolicy", "PolicyName")},
    "aws:lambda/alias:Alias": {"name": ("lambda", "CreateAlias", "Name")},
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
        "eventDestinationName": r"[A-Za-z0-9_-]{1,64}",
    },
}
"""Type → the property that names it the same in every stack, and the model's or AWS's rule."""
OF_ANOTHER = {
    "aws:apigateway/basePathMapping:BasePathMapping": {"domainName", "stageName"},
    "aws:apigateway/methodSettings:MethodSettings": {"stageName"},
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": {"logGroupName"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"metricName"},
    "aws:lambda/alias:Alias": {"functionName"},
    "aws:lambda/eventSourceMapping:EventSourceMapping": {"functionName"},
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {"functionName"},
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
        "configurationSetName",
    },
    "aws:sesv2/emailIdentity:EmailIdentity": {"configurationSetName"},
}
"""Type → properties that hold the name of something else."""
LOGGED_BY_THE_GATEWAY = re.compile(r"API-Gateway-Execution-Logs_.+/live")
"""A log group that is named by an id which AWS makes up, ten letters long."""
EVERYTHING = {
    "alarmEmail": "alarms@example.com",
    "dependencyLayer": "true",
    "ownsApiGatewayAccount": "true",
    "ledgerSuffix": "restored-1",
}


def whole_and_place(stack: str, given_config: Mapping[str, str]) -> tuple[StackSettings, Place]:
    """What the program is told, without the program."""
    given = {key.removeprefix(f"{PROJECT}:"): value for key, value in given_config.items()}
    whole = parse(given, livemode=stack == "prod")
    place = Place(PROJECT, stack, whole.account, whole.region, whole.owner, 400)
    return whole, place


def checked(stack: str, config: Mapping[str, str]) -> list[Name]:
    """The names that are checked for a stack with this config."""
    whole, place = whole_and_place(stack, settings_of(stack, config))
    return list(names(place, whole))


def recorded(recording: Recording) -> Iterator[tuple[str, str]]:
    """Kind and text of every name that differs between two stacks, and of every tag of ours."""
    for each in recording.resources:
        for prop, kind in NAMED.get(each.type, {}).items():
            if not LOGGED_BY_THE_GATEWAY.fullmatch(each.inputs[prop]):
                yield kind, each.inputs[prop]
        tags = each.inputs.get("tags") or {}
        yield from (
            ("tag", tags[key]) for key in ("project", "environment", "owner") if key in tags
        )


@cache
def stack(name: str) -> Recording:
    """One of the four, with everything that is optional."""
    return record_program(name, stand_ins(name) | EVERYTHING)


@pytest.mark.parametrize("name", STACKS)
def test_what_is_checked_is_what_is_made(name: str) -> None:
    """Not one name more, and not one less, in each of our stacks."""
    found = checked(name, stand_ins(name) | EVERYTHING)
    assert {each[:2] for each in found} == set(recorded(stack(name)))


NAMES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?", fullmatch=True)
GIVEN = st.fixed_dictionaries(
    {
        "merchants": st.lists(NAMES, min_size=1, max_size=4, unique=True).map(json.dumps),
        "ledgerSuffix": NAMES | st.just(""),
        "owner": NAMES,
        "senderAddress": NAMES.map(lambda label: f"payments@{label}.example.com"),
        "dependencyLayer": st.sampled_from(["true", "false"]),
        "ownsApiGatewayAccount": st.sampled_from(["true", "false"]),
        "domain": st.just("{}")
        | NAMES.map(
            lambda label: json.dumps(
                {
                    "name": f"{label}.example.com",
                    "certificateArn": f"arn:aws:acm:eu-central-1:{ACCOUNT}:certificate/one",
                }
            )
        ),
    }
)


@profile(max_examples=5, suppress_health_check=list(HealthCheck))
@given(name=NAMES.filter(lambda one: not re.search("aws|amazon|cognito|prod", one)), config=GIVEN)
def test_what_is_checked_is_what_any_stack_makes(name: str, config: Mapping[str, str]) -> None:
    """Whatever a person calls the stack, its merchants and its domains."""
    given = {"aws:region": "eu-central-1", **stand_ins(name), **config}
    assert {each[:2] for each in checked(name, given)} == set(recorded(record_program(name, given)))


def custom() -> Iterator[Recorded]:
    """Every resource of every one of our stacks."""
    return (each for name in STACKS for each in stack(name).resources if each.custom)


def test_every_property_that_looks_like_a_name_is_accounted_for() -> None:
    """A type that comes new to the program must say whether its name is checked."""
    like = re.compile(r"name|.*Name|.*Identifier|identifier|domain|emailIdentity|statementId")
    missed = {
        (each.type, prop)
        for each in custom()
        for prop, value in each.inputs.items()
        if isinstance(value, str)
        and like.fullmatch(prop)
        and prop not in NAMED.get(each.type, {})
        and prop not in CONSTANT.get(each.type, {})
        and prop not in OF_ANOTHER.get(each.type, ())
    }
    assert missed == set()


def test_every_text_that_begins_as_our_names_do_is_a_name_that_was_checked() -> None:
    """Also where no property says that it is one: dimensions, environments, references."""
    for name in STACKS:
        prefix = f"{PROJECT}-{name}-"
        known = {each.text for each in checked(name, stand_ins(name) | EVERYTHING)}
        found = {
            text
            for each in stack(name).resources
            if each.custom
            for prop, value in each.inputs.items()
            # "<name>: what it holds" is for people.
            if prop not in {"description", "alarmDescription"}
            for text in texts(value)
            if text.startswith(prefix)
        }
        assert found
        assert found <= known


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, and in the JSON in it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value
        if value.startswith(('{"', "[{", '["')):
            yield from texts(json.loads(value))


def test_what_is_called_the_same_everywhere_is_what_aws_takes() -> None:
    """These names follow from no setting, so one look is enough."""
    seen: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for name in STACKS:
        for kind, props in CONSTANT.items():
            for prop, rule in props.items():
                found = sorted(e.inputs[prop] for e in stack(name).resources if e.type == kind)
                assert found, kind
                seen.setdefault((kind, prop), set()).add(tuple(found))
                for text in found:
                    if isinstance(rule, str):
                        assert re.fullmatch(rule, text)
                    else:
                        assert model(*rule).take(text)
    assert all(len(each) == 1 for each in seen.values())


@given(name=st.from_regex(r"[A-Za-z0-9_.-]{1,50}", fullmatch=True), config=GIVEN)
def test_whatever_is_accepted_is_what_every_service_takes(
    name: str, config: Mapping[str, str]
) -> None:
    """Stack names as Pulumi takes them: ours are those that no model refuses for any name."""
    given = {"aws:region": "eu-central-1", **stand_ins("dev"), **config}
    whole, place = whole_and_place(name if name != "prod" else "dev", given)
    try:
        refuse_names(place, whole)
    except PlaceError:
        return
    for each in names(place, whole):
        assert model(*MODELS[each.kind]).take(each.text)
        assert len(each.text) <= RULES[each.kind].longest


@given(name=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,32}[a-z0-9])?", fullmatch=True), config=GIVEN)
def test_a_plain_name_of_34_characters_is_taken(name: str, config: Mapping[str, str]) -> None:
    """As long as `settle-dead-letters` leaves of a role's 64; nobody is refused without need."""
    if re.search("aws|amazon|cognito", name) or name == "prod":
        return
    given = {"aws:region": "eu-central-1", **stand_ins("dev"), **config}
    whole, place = whole_and_place(name, given)
    refuse_names(place, whole)


def test_a_second_one_of_a_kind_is_found() -> None:
    """A queue and a table may share a name, two queues may not; tags are no names."""
    found = [Name("queue", "a"), Name("table", "a"), Name("queue", "a"), *[Name("tag", "a")] * 2]
    assert list(twice(found)) == [Name("queue", "a")]
