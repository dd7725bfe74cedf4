"""CloudWatch alarms on other alarms."""

from typing import Any, ClassVar, Final

from local.resources._base import Cloud, Found, Inputs, Made, State, pascal
from local.resources._cloudwatch import AlarmKind, alarm_arn
from local.resources._live import retag_by_arn, tag_map, told

_API: Final = {
    "okActions": "OKActions",
    **{
        each: pascal(each)
        for each in (
            "actionsEnabled",
            "alarmActions",
            "alarmDescription",
            "alarmRule",
            "insufficientDataActions",
        )
    },
}


class CompositeAlarm(AlarmKind):
    """An alarm on the states of others."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"actionsEnabled", "alarmName"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutCompositeAlarm, which refuses a rule about an alarm that is not there."""
        name = inputs.need("alarmName")
        _put(name, inputs, cloud, Tags=inputs.tags())
        return name, {"arn": alarm_arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeAlarms and ListTagsForResource."""
        client = cloud.client("cloudwatch")
        alarms = client.describe_alarms(AlarmNames=[physical], AlarmTypes=["CompositeAlarm"])
        if not alarms["CompositeAlarms"]:
            return None
        live, made = alarms["CompositeAlarms"][0], alarm_arn(physical, cloud)
        return told(
            state,
            {
                **{key: live.get(api) for key, api in _API.items()},
                "arn": live["AlarmArn"],
                "alarmName": physical,
                "tags": tag_map(client.list_tags_for_resource(ResourceARN=made)["Tags"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutCompositeAlarm, which writes over everything but the tags."""
        client = cloud.client("cloudwatch")
        made, name = alarm_arn(physical, cloud), inputs.need("alarmName")
        inputs.skip("tagsAll")
        retag_by_arn(client, made, old, inputs.take("tags"))
        _put(name, inputs, cloud)
        return {"arn": made}


def _put(name: str, inputs: Inputs, cloud: Cloud, **more: Any) -> None:
    cloud.client("cloudwatch").put_composite_alarm(AlarmName=name, **inputs.rename(_API), **more)


KINDS = {"aws:cloudwatch/compositeAlarm:CompositeAlarm": CompositeAlarm}
