"""Lambda: what feeds a function, and what becomes of an event that it fails on."""

from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal_keys
from local.resources._live import ask, changes, retag, told

_GONE = "ResourceNotFoundException"
_SETTINGS = (
    "batchSize",
    "enabled",
    "filterCriteria",
    "functionName",
    "functionResponseTypes",
    "maximumBatchingWindowInSeconds",
    "metricsConfig",
    "scalingConfig",
)
# What a mapping of a queue has that names nothing, in the UpdateEventSourceMapping reference.
_UNSET = {
    "BatchSize": 10,
    "Enabled": True,
    "FilterCriteria": {},
    "FunctionResponseTypes": [],
    "KMSKeyArn": "",
    "MaximumBatchingWindowInSeconds": 0,
    "MetricsConfig": {"Metrics": []},
    "ScalingConfig": {},
}


class EventSourceMapping(ResourceKind):
    """What feeds a function from a queue."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventSourceArn"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEventSourceMapping."""
        inputs.skip("tagsAll")
        made = cloud.client("lambda").create_event_source_mapping(
            Tags=inputs.take("tags", {}), **inputs.params("eventSourceArn"), **_settings(inputs)
        )
        return made["UUID"], _mapping_outputs(made)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetEventSourceMapping and ListTags."""
        client = cloud.client("lambda")
        mapping = ask(client.get_event_source_mapping, _GONE, UUID=physical)
        if mapping is None:
            return None
        tags = client.list_tags(Resource=mapping["EventSourceMappingArn"])["Tags"]
        return told(state, {**_mapping_as_inputs(mapping, state), "tags": tags})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateEventSourceMapping and the tags."""
        client = cloud.client("lambda")
        inputs.skip("eventSourceArn", "tagsAll")
        changed = changes(_settings(inputs.nested(old)), _settings(inputs), _UNSET)
        found = _mapping_outputs(client.update_event_source_mapping(UUID=physical, **changed))
        retag(
            old,
            inputs.take("tags"),
            lambda tags: client.tag_resource(Resource=found["arn"], Tags=tags),
            lambda keys: client.untag_resource(Resource=found["arn"], TagKeys=keys),
        )
        return found

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteEventSourceMapping."""
        ask(cloud.client("lambda").delete_event_source_mapping, _GONE, UUID=physical)


def _settings(inputs: Inputs) -> dict[str, Any]:
    return {**inputs.params(*_SETTINGS), **inputs.rename({"kmsKeyArn": "KMSKeyArn"})}


def _mapping_outputs(mapping: dict[str, Any]) -> Found:
    return {"arn": mapping["EventSourceMappingArn"], "uuid": mapping["UUID"]}


def _mapping_as_inputs(mapping: dict[str, Any], state: State) -> Found:
    """The emulator forgets the key and the metrics: what it does not tell is left out."""
    name, arn = str(state.get("functionName")), mapping["FunctionArn"]
    patterns = [
        {"pattern": one.get("Pattern")}
        for one in mapping.get("FilterCriteria", {}).get("Filters", [])
    ]
    limit = mapping.get("ScalingConfig", {}).get("MaximumConcurrency")
    found = {
        **_mapping_outputs(mapping),
        "batchSize": mapping["BatchSize"],
        "enabled": mapping["State"] in {"Enabled", "Enabling"},
        "eventSourceArn": mapping["EventSourceArn"],
        "filterCriteria": {"filters": patterns} if patterns else None,
        # A name means the function of that name here.
        "functionName": name if arn.endswith(f":function:{name}") else arn,
        "functionResponseTypes": mapping.get("FunctionResponseTypes"),
        "maximumBatchingWindowInSeconds": mapping.get("MaximumBatchingWindowInSeconds"),
        "scalingConfig": None if limit is None else {"maximumConcurrency": limit},
    }
    if "KMSKeyArn" in mapping:
        found["kmsKeyArn"] = mapping["KMSKeyArn"]
    if "MetricsConfig" in mapping:
        found["metricsConfig"] = {"metrics": mapping["MetricsConfig"].get("Metrics")}
    return found


class EventInvokeConfig(ResourceKind):
    """What an asynchronous call does when it fails."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"functionName", "qualifier"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutFunctionEventInvokeConfig, which replaces all of it."""
        function, qualifier = inputs.need("functionName"), inputs.take("qualifier")
        cloud.client("lambda").put_function_event_invoke_config(
            **_where(function, qualifier),
            DestinationConfig=pascal_keys(inputs.take("destinationConfig", {})),
            **inputs.params("maximumEventAgeInSeconds", "maximumRetryAttempts"),
        )
        return f"{function}:{qualifier}" if qualifier else function, {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetFunctionEventInvokeConfig."""
        function, qualifier = state["functionName"], state.get("qualifier")
        get = cloud.client("lambda").get_function_event_invoke_config
        config = ask(get, _GONE, **_where(function, qualifier))
        if config is None:
            return None
        ends = config.get("DestinationConfig", {})
        return told(
            state,
            {
                "functionName": function,
                "qualifier": qualifier,
                "destinationConfig": {
                    "onFailure": {"destination": ends.get("OnFailure", {}).get("Destination")},
                    "onSuccess": {"destination": ends.get("OnSuccess", {}).get("Destination")},
                },
                "maximumEventAgeInSeconds": config.get("MaximumEventAgeInSeconds"),
                "maximumRetryAttempts": config.get("MaximumRetryAttempts"),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """As a creation."""
        return EventInvokeConfig.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteFunctionEventInvokeConfig."""
        remove = cloud.client("lambda").delete_function_event_invoke_config
        ask(remove, _GONE, **_where(state["functionName"], state.get("qualifier")))


def _where(function: str, qualifier: str | None) -> dict[str, str]:
    return {"FunctionName": function} | ({"Qualifier": qualifier} if qualifier else {})
