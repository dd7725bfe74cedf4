"""API Gateway REST APIs: deployments, stages, and their methods' settings."""

from typing import Any, ClassVar

from local.lib.partitions import partition
from local.resources._base import (
    Cloud,
    Found,
    Inputs,
    Made,
    ResourceError,
    ResourceKind,
    State,
    arn,
)
from local.resources._gateway import (
    API,
    change_tags,
    found,
    gateway,
    patched,
    patches,
    paths,
    remove,
    tags,
    where,
)
from local.resources._live import told


class Deployment(ResourceKind):
    """A snapshot of an API; `triggers` only decide when a new one is made."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi", "triggers", "variables"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateDeployment."""
        inputs.skip("triggers")
        made = gateway(cloud).create_deployment(
            **inputs.rename(API), **inputs.same("description", "variables")
        )
        return made["id"], {"createdDate": str(made["createdDate"])}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetDeployment, which tells neither triggers nor variables."""
        live = found(cloud, "get_deployment", **where(state, API), deploymentId=physical)
        return live and told(
            state,
            {
                "createdDate": str(live["createdDate"]),
                "description": live.get("description"),
                "restApi": state["restApi"],
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateDeployment."""
        inputs.skip("triggers", "variables")
        place = {**inputs.rename(API), "deploymentId": physical}
        now = inputs.same("description")
        patched(cloud, "update_deployment", place, old, now, "description")
        return {"createdDate": old["createdDate"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteDeployment."""
        remove(cloud, "delete_deployment", **where(state, API), deploymentId=physical)


_STAGE = {**API, "stageName": "stageName"}
_STAGE_SETTINGS = {
    "cacheClusterEnabled": "cacheClusterEnabled",
    "deployment": "deploymentId",
    "description": "description",
    "xrayTracingEnabled": "tracingEnabled",
}
_STAGE_GROUPS = ("accessLogSettings", "variables")


class Stage(ResourceKind):
    """A deployment that answers; `invokeUrl` is the emulator's address of it."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_STAGE)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateStage, then the access log, which is set by UpdateStage, and the tags.

        The emulator keeps a stage's tags only where they come by TagResource.
        """
        inputs.skip("tagsAll")
        place = inputs.rename(_STAGE)
        gateway(cloud).create_stage(
            **place, **inputs.rename(_STAGE_SETTINGS), **inputs.same("variables")
        )
        log = _stage_paths(inputs.same("accessLogSettings"))
        if log:
            gateway(cloud).update_stage(**place, patchOperations=patches({}, log))
        outputs = _stage_outputs(place, cloud)
        change_tags(cloud, outputs["arn"], {}, inputs.take("tags"))
        return f"ags-{place['restApiId']}-{place['stageName']}", outputs

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetStage and GetTags."""
        place = where(state, _STAGE)
        live = found(cloud, "get_stage", **place)
        if live is None:
            return None
        outputs = _stage_outputs(place, cloud)
        return told(
            state,
            {
                **outputs,
                **{key: live.get(api) for key, api in _STAGE_SETTINGS.items()},
                **{key: live.get(key) or None for key in _STAGE_GROUPS},
                **{key: state[key] for key in _STAGE},
                "tags": tags(cloud, outputs["arn"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateStage and tags."""
        inputs.skip("tagsAll")
        place = inputs.rename(_STAGE)
        now = _stage_paths(inputs.same(*_STAGE_SETTINGS, *_STAGE_GROUPS))
        if operations := patches(_stage_paths(old), now):
            gateway(cloud).update_stage(**place, patchOperations=operations)
        outputs = _stage_outputs(place, cloud)
        change_tags(cloud, outputs["arn"], old, inputs.take("tags"))
        return outputs

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteStage."""
        remove(cloud, "delete_stage", **where(state, _STAGE))


def _stage_paths(values: State) -> dict[str, Any]:
    return paths(values, _STAGE_SETTINGS) | {
        f"/{group}/{key}": value
        for group in _STAGE_GROUPS
        for key, value in (values.get(group) or {}).items()
    }


def _stage_outputs(place: State, cloud: Cloud) -> Found:
    api, name = place["restApiId"], place["stageName"]
    home = f"arn:{partition(cloud.region)}:apigateway:{cloud.region}"
    return {
        "arn": f"{home}::/restapis/{api}/stages/{name}",
        "executionArn": arn(cloud, "execute-api", f"{api}/{name}"),
        "invokeUrl": f"{cloud.endpoint}/restapis/{api}/{name}/_user_request_",
    }


# Input → the patch path's tail, as "Stage: UpdateStage" of the API reference lists them.
_METHOD_SETTINGS = {
    "cacheDataEncrypted": "caching/dataEncrypted",
    "cachingEnabled": "caching/enabled",
    "dataTraceEnabled": "logging/dataTrace",
    "loggingLevel": "logging/loglevel",
    "metricsEnabled": "metrics/enabled",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
}


class MethodSettings(ResourceKind):
    """Throttling, metrics and logs of one method, or of all (`*/*`)."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({*_STAGE, "methodPath"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """UpdateStage; a path's own slashes are written `~1`, as the API demands.

        Raises:
            ResourceError: `methodPath` is not `<path>/<method>`.
        """
        path = inputs.need("methodPath")
        if path.count("/") != 1:
            message = f"methodPath {path!r}: write a slash inside the path as ~1."
            raise ResourceError(message)
        place = inputs.rename(_STAGE)
        _set(place, path, {}, inputs, cloud)
        return f"{place['restApiId']}-{place['stageName']}-{path}", {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetStage, which names a method as UpdateStage does."""
        live = found(cloud, "get_stage", **where(state, _STAGE)) or {}
        settings = live.get("methodSettings", {}).get(state["methodPath"])
        place = {key: state[key] for key in MethodSettings.replaced_by}
        return settings and told(state, {**place, "settings": settings})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateStage with what changed; a setting that is left out goes back to its default."""
        path = inputs.need("methodPath")
        _set(inputs.rename(_STAGE), path, old["settings"] or {}, inputs, cloud)
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """UpdateStage, which forgets the method."""
        forget = [{"op": "remove", "path": f"/{state['methodPath']}"}]
        remove(cloud, "update_stage", **where(state, _STAGE), patchOperations=forget)


def _set(place: dict[str, Any], path: str, old: State, inputs: Inputs, cloud: Cloud) -> None:
    names = {key: f"{path}/{tail}" for key, tail in _METHOD_SETTINGS.items()}
    values = inputs.need("settings")
    settings = inputs.nested(values)
    settings.skip(*_METHOD_SETTINGS)
    settings.close()
    if operations := patches(paths(old, names), paths(values, names)):
        gateway(cloud).update_stage(**place, patchOperations=operations)


KINDS = {
    "aws:apigateway/deployment:Deployment": Deployment,
    "aws:apigateway/methodSettings:MethodSettings": MethodSettings,
    "aws:apigateway/stage:Stage": Stage,
}
