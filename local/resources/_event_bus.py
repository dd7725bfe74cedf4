"""EventBridge buses of one's own: who may use them, and what is kept of what they carried."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._live import ask, camel_keys, changes, retag_by_arn, told, told_tagged

_GONE = "ResourceNotFoundException"
_BUS = ("deadLetterConfig", "description", "kmsKeyIdentifier")


class EventBus(ResourceKind):
    """A bus; its id is its name."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEventBus."""
        name = inputs.need("name")
        made = cloud.client("events").create_event_bus(
            Name=name, Tags=inputs.tags(), **inputs.params(*_BUS)
        )
        return name, {"arn": made["EventBusArn"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeEventBus and ListTagsForResource."""
        events = cloud.client("events")
        live = ask(events.describe_event_bus, _GONE, Name=physical)
        if live is None:
            return None
        return told_tagged(events, state, live, physical, _BUS)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateEventBus with what differs, and the tags."""
        events = cloud.client("events")
        inputs.skip("name", "tagsAll")
        retag_by_arn(events, old["arn"], old, inputs.take("tags"))
        before, now = inputs.nested(old).params(*_BUS), inputs.params(*_BUS)
        unset = {"DeadLetterConfig": {}, "Description": "", "KmsKeyIdentifier": ""}
        events.update_event_bus(Name=physical, **changes(before, now, unset))
        return {"arn": old["arn"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteEventBus."""
        ask(cloud.client("events").delete_event_bus, _GONE, Name=physical)


class EventBusPolicy(ResourceKind):
    """Who may use a bus; its id is the bus's name."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventBusName"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutPermission with the whole document."""
        bus = inputs.take("eventBusName", "default")
        _put(bus, inputs, cloud)
        return bus, {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeEventBus."""
        live = ask(cloud.client("events").describe_event_bus, _GONE, Name=physical)
        if live is None or "Policy" not in live:
            return None
        return told(state, {"eventBusName": physical, "policy": live["Policy"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutPermission, which writes over the old document."""
        inputs.skip("eventBusName")
        _put(physical, inputs, cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """RemovePermission of all that there is."""
        take = cloud.client("events").remove_permission
        ask(take, _GONE, EventBusName=physical, RemoveAllPermissions=True)


def _put(bus: str, inputs: Inputs, cloud: Cloud) -> None:
    cloud.client("events").put_permission(EventBusName=bus, Policy=inputs.need("policy"))


_ARCHIVE = ("description", "eventPattern", "kmsKeyIdentifier", "retentionDays")


class EventArchive(ResourceKind):
    """What a bus carried; its id is its name."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventSourceArn", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateArchive."""
        name, source = inputs.need("name"), inputs.need("eventSourceArn")
        made = cloud.client("events").create_archive(
            ArchiveName=name, EventSourceArn=source, **inputs.params(*_ARCHIVE)
        )
        return name, {"arn": made["ArchiveArn"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeArchive."""
        live = ask(cloud.client("events").describe_archive, _GONE, ArchiveName=physical)
        if live is None:
            return None
        found: dict[str, Any] = camel_keys(live)
        return told(
            state,
            {
                **{key: found.get(key) or None for key in (*_ARCHIVE, "eventSourceArn")},
                "arn": live["ArchiveArn"],
                "name": physical,
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateArchive with what differs."""
        inputs.skip("eventSourceArn", "name")
        before, now = inputs.nested(old).params(*_ARCHIVE), inputs.params(*_ARCHIVE)
        unset = {
            "Description": "", "EventPattern": "", "KmsKeyIdentifier": "", "RetentionDays": 0,
        }  # fmt: skip
        cloud.client("events").update_archive(ArchiveName=physical, **changes(before, now, unset))
        return {"arn": old["arn"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteArchive."""
        ask(cloud.client("events").delete_archive, _GONE, ArchiveName=physical)


KINDS = {
    "aws:cloudwatch/eventArchive:EventArchive": EventArchive,
    "aws:cloudwatch/eventBus:EventBus": EventBus,
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": EventBusPolicy,
}
