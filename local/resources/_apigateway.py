"""API Gateway REST APIs: the API, its paths, its models."""

import json
from typing import ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, arn
from local.resources._gateway import (
    API,
    change_tags,
    endpoint,
    fixed,
    found,
    gateway,
    live_endpoint,
    patched,
    remove,
    tags,
    where,
)
from local.resources._live import told

_SETTINGS = (
    "apiKeySource",
    "description",
    "disableExecuteApiEndpoint",
    "endpointAccessMode",
    "minimumCompressionSize",
    "name",
    "policy",
    "securityPolicy",
)


class RestApi(ResourceKind):
    """An API."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateRestApi."""
        inputs.skip("tagsAll")
        size = inputs.same("minimumCompressionSize")
        made = gateway(cloud).create_rest_api(
            **inputs.same(*_SETTINGS, "binaryMediaTypes", "tags"),
            **{key: int(value) for key, value in size.items()},
            **endpoint(inputs),
        )
        return made["id"], _api_outputs(made["id"], cloud) | {
            "createdDate": str(made["createdDate"])
        }

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetRestApi, whose policy is the inside of a JSON string, and GetTags."""
        live = found(cloud, "get_rest_api", restApiId=physical)
        if live is None:
            return None
        outputs = _api_outputs(physical, cloud)
        return told(
            state,
            {
                **{key: value for key, value in live.items() if key in {*_SETTINGS, "createdDate"}},
                **outputs,
                "binaryMediaTypes": live.get("binaryMediaTypes"),
                "createdDate": str(live["createdDate"]),
                "endpointConfiguration": live_endpoint(live),
                "policy": json.loads(f'"{live.get("policy", "")}"') or None,
                "tags": tags(cloud, outputs["arn"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateRestApi and tags."""
        inputs.skip("tagsAll")
        fixed("An API", old, inputs, "binaryMediaTypes", "endpointConfiguration")
        now = inputs.same(*_SETTINGS)
        patched(cloud, "update_rest_api", {"restApiId": physical}, old, now, *_SETTINGS)
        outputs = _api_outputs(physical, cloud)
        change_tags(cloud, outputs["arn"], old, inputs.take("tags"))
        return outputs | {"createdDate": old["createdDate"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteRestApi."""
        remove(cloud, "delete_rest_api", restApiId=physical)


def _api_outputs(api: str, cloud: Cloud) -> Found:
    root = next(
        one["id"]
        for one in gateway(cloud).get_resources(restApiId=api, limit=500)["items"]
        if one["path"] == "/"
    )
    return {
        "arn": f"arn:{partition(cloud.region)}:apigateway:{cloud.region}::/restapis/{api}",
        "executionArn": arn(cloud, "execute-api", api),
        "rootResourceId": root,
    }


class Resource(ResourceKind):
    """One path segment."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"restApi"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateResource."""
        made = gateway(cloud).create_resource(
            **inputs.rename(API), **inputs.same("parentId", "pathPart")
        )
        return made["id"], {"path": made["path"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetResource."""
        live = found(cloud, "get_resource", **where(state, API), resourceId=physical)
        return live and told(state, {**live, "restApi": state["restApi"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateResource."""
        place = {**inputs.rename(API), "resourceId": physical}
        now = inputs.same("parentId", "pathPart")
        patched(cloud, "update_resource", place, old, now, "parentId", "pathPart")
        return {"path": gateway(cloud).get_resource(**place)["path"]}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteResource."""
        remove(cloud, "delete_resource", **where(state, API), resourceId=physical)


class Model(ResourceKind):
    """A body's JSON schema; the API calls it by its name."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"contentType", "name", "restApi"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateModel."""
        made = gateway(cloud).create_model(
            **inputs.rename(API), **inputs.same("contentType", "description", "name", "schema")
        )
        return made["id"], {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetModel."""
        live = found(cloud, "get_model", **where(state, API), modelName=state["name"])
        return live and told(state, {**live, "restApi": state["restApi"]})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateModel."""
        place = {**inputs.rename(API), "modelName": inputs.need("name")}
        inputs.skip("contentType")
        now = inputs.same("description", "schema")
        patched(cloud, "update_model", place, old, now, "description", "schema")
        return {}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteModel."""
        remove(cloud, "delete_model", **where(state, API), modelName=state["name"])


KINDS = {
    "aws:apigateway/model:Model": Model,
    "aws:apigateway/resource:Resource": Resource,
    "aws:apigateway/restApi:RestApi": RestApi,
}
