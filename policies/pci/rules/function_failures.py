"""What becomes of a call that a function fails to handle."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.alarm_history import Form
from ..framework.alarm_trial import HEARD, ONCE, hears
from ..framework.arns import parsed
from ..framework.predicates import Config, contains, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    BUCKET,
    EVENT_RULE,
    EVENT_SOURCE_MAPPING,
    FUNCTION,
    FUNCTION_ALIAS,
    FUNCTION_INVOKE_CONFIG,
    METRIC_ALARM,
    PERMISSION,
    QUEUE,
    TABLE,
    TOPIC,
)
from ..framework.values import ABSENT
from .function_permissions import CALLERS


def _names(caller: Resource, prop: str, function: Resource) -> bool:
    """Whether `prop` is this function: by an edge, through an alias, or by text."""
    if aliases := caller.made_of(prop, FUNCTION_ALIAS):
        return any(_names(alias, "functionName", function) for alias in aliases)
    if caller.refers_to(prop, function, "arn", "name"):
        return True
    text, name = caller.get(prop), function.get("name")
    return isinstance(text, str) and isinstance(name, str) and f":function:{name}:" in f"{text}:"


def _source(stack: Stack, mapping: Resource) -> Resource | None:
    return next(
        (q for q in stack.of(QUEUE) if mapping.refers_to("eventSourceArn", q, "arn", "name")), None
    )


def _service(mapping: Resource) -> str:
    """What a mapping reads from, as its ARN says it; empty where nobody knows yet."""
    arn = mapping.get("eventSourceArn")
    found = parsed(arn) if isinstance(arn, str) else None
    return found.service if found else ""


def _failure_has_an_end(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type == FUNCTION:
        yield from _event_has_an_end(stack, resource, config)
    elif _source(stack, resource):
        return  # Its dead-letter queue is rule 36.
    elif _service(resource) == "sqs":
        if resource.get("eventSourceArn") not in config["externalArns"]:
            yield Finding("eventSourceArn: Read a queue of this stack, or list it: externalArns.")
    else:
        yield from _stream_has_an_end(resource)


def _stream_has_an_end(mapping: Resource) -> Iterator[Finding]:
    if mapping.get("destinationConfig.onFailure.destinationArn") is ABSENT:
        yield Finding("Set destination_config.on_failure: what can't be handled must be kept.")
    if _service(mapping) in {"kafka", "mq", "rds"} or mapping.get("eventSourceArn") is ABSENT:
        return
    if _negative(mapping.known("maximumRetryAttempts", -1)):
        yield Finding("Set maximum_retry_attempts: without it one record blocks the stream.")
    if mapping.known("bisectBatchOnFunctionError", default=False) is not True:
        yield Finding("Set bisect_batch_on_function_error=True.")


def _negative(value: object) -> bool:
    return not str(value).isdigit()


def _event_has_an_end(stack: Stack, function: Resource, config: Config) -> Iterator[Finding]:
    events = [
        permission
        for permission in stack.of(PERMISSION)
        if permission.known("principal", "") not in config["synchronous"]
        and _names(permission, "function", function)
    ]
    if not events or function.get("deadLetterConfig.targetArn") is not ABSENT:
        return
    own = [
        each for each in stack.of(FUNCTION_INVOKE_CONFIG) if _names(each, "functionName", function)
    ]
    if any(each.get("destinationConfig.onFailure.destination") is not ABSENT for each in own):
        return
    if not (own and all(_on_schedule(each) for each in events) and _calls(stack, function, config)):
        yield Finding(
            "Set dead_letter_config, or an on-failure destination in a FunctionEventInvokeConfig; "
            "on a schedule, bounded retries there and an alarm on Errors do as well."
        )


def _on_schedule(permission: Resource) -> bool:
    """A schedule's event carries nothing: the next one does the same."""
    rules = permission.made_of("sourceArn", EVENT_RULE)
    return bool(rules) and all(each.get("scheduleExpression") is not ABSENT for each in rules)


_AMONG_OTHERS: Final = Form(((0, 1),), ((1, 1),), lasts=1)
"""A call that fails, among calls that do not."""


def _calls(stack: Stack, function: Resource, config: Config) -> bool:
    return any(
        alarm.get("metricName") == "Errors"
        and alarm.get("namespace") == "AWS/Lambda"
        and (
            function in alarm.made_of("dimensions")
            or alarm.known("dimensions.FunctionName", "") == function.get("name")
        )
        and hears(alarm, config["withinMinutes"], ONCE, _AMONG_OTHERS)
        for alarm in stack.of(METRIC_ALARM)
    )


LAMBDA_FAILURE_PATH: Final = Rule(
    number="46",
    name="lambda-failure-path",
    description="What a function fails to handle is kept, or calls somebody.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.7.2",),
    references=("CKV_AWS_116",),
    subjects=(EVENT_SOURCE_MAPPING, FUNCTION),
    stack=_failure_has_an_end,
    watches={
        EVENT_SOURCE_MAPPING: {
            "bisectBatchOnFunctionError": (),
            "destinationConfig.onFailure.destinationArn": (QUEUE, TOPIC, BUCKET),
            "eventSourceArn": (QUEUE, TABLE),
            "maximumRetryAttempts": (),
        },
        FUNCTION: {"deadLetterConfig.targetArn": (QUEUE, TOPIC)},
        FUNCTION_INVOKE_CONFIG: {
            "destinationConfig.onFailure.destination": (QUEUE, TOPIC),
            "functionName": (FUNCTION, FUNCTION_ALIAS),
        },
        PERMISSION: {
            "function": (FUNCTION, FUNCTION_ALIAS),
            "principal": (),
            "sourceArn": CALLERS,
        },
        METRIC_ALARM: {
            **HEARD,
            "dimensions.FunctionName": (FUNCTION,),
        },
    },
    config={
        "externalArns": [],
        "synchronous": [
            "apigateway.amazonaws.com",
            "cognito-idp.amazonaws.com",
            "elasticloadbalancing.amazonaws.com",
            "secretsmanager.amazonaws.com",
        ],
        "withinMinutes": 60,
    },
)


def _waits_long_enough(stack: Stack, mapping: Resource, config: Config) -> Iterator[Finding]:
    queue = _source(stack, mapping)
    if queue is not None and mapping.get("filterCriteria.filters") not in (ABSENT, []):
        yield Finding("filterCriteria: Leave it out: what no filter takes is deleted unseen.")
    called = [each for each in stack.of(FUNCTION) if _names(mapping, "functionName", each)]
    if queue is None or not called:
        return
    # What SQS and Lambda take where nothing is set.
    visible = number(queue.known("visibilityTimeoutSeconds", 30))
    timeout = number(called[0].known("timeout", 3))
    if not visible >= config["factor"] * timeout:
        yield Finding(
            "Set visibility_timeout_seconds to "
            f"{config['factor']} times the function's timeout or more.",
            queue.urn,
        )


LAMBDA_BATCH_FAILURES: Final = Rule(
    number="46b",
    name="lambda-esm-batch-failures",
    description=(
        "One bad message fails alone, and nobody gets it while a function still works on it."
    ),
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("10.7.2",),
    when=lambda mapping: _service(mapping) not in {"kafka", "mq", "rds"},
    property_rules={
        EVENT_SOURCE_MAPPING: (
            PropertyRule(
                "functionResponseTypes",
                contains("ReportBatchItemFailures"),
                'Set function_response_types=["ReportBatchItemFailures"].',
            ),
        )
    },
    subjects=(EVENT_SOURCE_MAPPING,),
    stack=_waits_long_enough,
    watches={
        EVENT_SOURCE_MAPPING: {
            "eventSourceArn": (QUEUE, TABLE),
            "filterCriteria.filters": (),
            "functionName": (FUNCTION, FUNCTION_ALIAS),
        },
        FUNCTION: {"timeout": ()},
        QUEUE: {"visibilityTimeoutSeconds": ()},
    },
    config={"factor": 6},
)

RULES: Final = (LAMBDA_FAILURE_PATH, LAMBDA_BATCH_FAILURES)
