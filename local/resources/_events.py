"""EventBridge rules and schedules."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, made_up_id
from local.resources._live import ask, camel_keys, retag_by_arn, told, told_tagged

_GONE = "ResourceNotFoundException"
_BUS = {"eventBusName": "EventBusName"}
_RULE = (
    "description",
    "eventBusName",
    "eventPattern",
    "roleArn",
    "scheduleExpression",
    "state",
)


class EventRule(ResourceKind):
    """A rule on a schedule or a pattern."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventBusName", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutRule."""
        inputs.skip("forceDestroy")
        name = inputs.need("name")
        made = cloud.client("events").put_rule(
            Name=name, Tags=inputs.tags(), **inputs.params(*_RULE)
        )
        return name, {"arn": made["RuleArn"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeRule and ListTagsForResource."""
        events = cloud.client("events")
        live = ask(events.describe_rule, _GONE, Name=physical, **_bus(state))
        if live is None:
            return None
        return told_tagged(events, state, live, physical, _RULE)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutRule, which writes over everything but the tags."""
        events = cloud.client("events")
        inputs.skip("forceDestroy", "name", "tagsAll")
        retag_by_arn(events, old["arn"], old, inputs.take("tags"))
        unset = {"Description": "", "State": "ENABLED"}
        made = events.put_rule(Name=physical, **(unset | inputs.params(*_RULE)))
        return {"arn": made["RuleArn"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteRule; AWS refuses while the rule has targets."""
        ask(cloud.client("events").delete_rule, _GONE, Name=physical, **_bus(state))


def _bus(state: State) -> dict[str, Any]:
    return {api: state[key] for key, api in _BUS.items() if state.get(key)}


_TARGET = ("arn", "deadLetterConfig", "input", "inputPath", "retryPolicy", "roleArn")


class EventTarget(ResourceKind):
    """Where a rule's events go."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventBusName", "rule", "targetId"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutTargets."""
        rule, target = inputs.need("rule"), inputs.take("targetId") or made_up_id()
        _put_target(rule, target, inputs, cloud)
        return f"{rule}-{target}", {"targetId": target}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """ListTargetsByRule; a rule has five targets at most."""
        targets = cloud.client("events").list_targets_by_rule
        answer = ask(targets, _GONE, Rule=state["rule"], **_bus(state)) or {"Targets": []}
        for target in camel_keys(answer["Targets"]):
            if target["id"] == state["targetId"]:
                place = {key: state[key] for key in EventTarget.replaced_by if key in state}
                return told(state, {**{key: target.get(key) for key in _TARGET}, **place})
        return None

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutTargets, which writes over the old one."""
        inputs.skip("targetId")
        _put_target(inputs.need("rule"), old["targetId"], inputs, cloud)
        return {"targetId": old["targetId"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """RemoveTargets."""
        where = {"Rule": state["rule"], "Ids": [state["targetId"]], **_bus(state)}
        ask(cloud.client("events").remove_targets, _GONE, **where)


def _put_target(rule: str, target: str, inputs: Inputs, cloud: Cloud) -> None:
    inputs.skip("forceDestroy")
    bus, params = inputs.rename(_BUS), inputs.params(*_TARGET)
    cloud.client("events").put_targets(Rule=rule, Targets=[{"Id": target, **params}], **bus)


_SCHEDULE = (
    "actionAfterCompletion",
    "description",
    "flexibleTimeWindow",
    "kmsKeyArn",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
    "target",
)


class Schedule(ResourceKind):
    """An EventBridge Scheduler schedule."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"groupName", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateSchedule."""
        name, group = inputs.need("name"), inputs.take("groupName", "default")
        made = cloud.client("scheduler").create_schedule(
            Name=name, GroupName=group, **inputs.params(*_SCHEDULE)
        )
        return f"{group}/{name}", {"arn": made["ScheduleArn"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetSchedule."""
        live = ask(cloud.client("scheduler").get_schedule, _GONE, **_schedule(physical))
        if live is None:
            return None
        found = camel_keys(live)
        names = ("arn", "groupName", "name", *_SCHEDULE)
        return told(state, {key: found.get(key) or None for key in names})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateSchedule, which forgets what is left out."""
        inputs.skip("groupName", "name")
        made = cloud.client("scheduler").update_schedule(
            **_schedule(physical), **inputs.params(*_SCHEDULE)
        )
        return {"arn": made["ScheduleArn"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteSchedule."""
        ask(cloud.client("scheduler").delete_schedule, _GONE, **_schedule(physical))


def _schedule(physical: str) -> dict[str, str]:
    group, _, name = physical.partition("/")
    return {"GroupName": group, "Name": name}


KINDS = {
    "aws:cloudwatch/eventRule:EventRule": EventRule,
    "aws:cloudwatch/eventTarget:EventTarget": EventTarget,
    "aws:scheduler/schedule:Schedule": Schedule,
}
