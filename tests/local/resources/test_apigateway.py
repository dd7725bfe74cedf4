"""An API, its paths and models in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError, update
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator
SCHEMA = '{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}'


@pytest.fixture
def parent(make: Callable[..., Made]) -> tuple[str, str]:
    """An API's id and its root path's."""
    api, outputs = make(aws.apigateway.RestApi, name="parent-api")
    return api, str(outputs["rootResourceId"])


def test_an_api_from_beginning_to_end(emulator: Emulator) -> None:
    """An API changes its settings and tags in place and tells them, policy included."""
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.RestApi,
        {
            "name": "life-api",
            "description": "one",
            "disableExecuteApiEndpoint": False,
            "endpointConfiguration": {"types": "REGIONAL"},
            "minimumCompressionSize": "1024",
            "policy": '{"Version": "2012-10-17", "Statement": []}',
            "tags": {"a": "b"},
        },
    )
    assert life.state["arn"].endswith(f"/restapis/{life.physical}")
    life.becomes(description="two", disableExecuteApiEndpoint=True, tags={"a": "c", "d": "e"})
    life.becomes(minimumCompressionSize="2048", policy=None, tags={"d": "e"})

    def renamed() -> None:
        change = {"op": "replace", "path": "/name", "value": "by-hand"}
        client.update_rest_api(restApiId=life.physical, patchOperations=[change])

    life.drifts(renamed, "name")
    life.drifts(
        lambda: client.tag_resource(resourceArn=life.state["arn"], tags={"by": "hand"}), "tags"
    )
    life.ends()


def test_what_the_emulator_can_not_change_is_refused(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A list of an API, which AWS changes in place, is never changed in silence."""
    inputs = {"name": "listed-api", "binaryMediaTypes": ["image/png"]}
    api, outputs = make(aws.apigateway.RestApi, **inputs)
    changed = {**inputs, "binaryMediaTypes": ["image/gif"]}
    token = "aws:apigateway/restApi:RestApi"
    with pytest.raises(ResourceError, match="binaryMediaTypes"):
        update(token, api, outputs, changed, emulator)


def test_a_path_from_beginning_to_end(emulator: Emulator, parent: tuple[str, str]) -> None:
    """A path changes its word in place and tells its full path."""
    api, root = parent
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.Resource,
        {"restApi": api, "parentId": root, "pathPart": "v1"},
    )
    assert life.state["path"] == "/v1"
    life.becomes(pathPart="v2")
    assert life.state["path"] == "/v2"

    def renamed() -> None:
        change = {"op": "replace", "path": "/pathPart", "value": "hand"}
        client.update_resource(restApiId=api, resourceId=life.physical, patchOperations=[change])

    life.drifts(renamed, "pathPart", "path")
    life.ends()


def test_a_model_from_beginning_to_end(emulator: Emulator, parent: tuple[str, str]) -> None:
    """A model's schema changes in place; another spelling of it is no difference."""
    api, _ = parent
    client = emulator.client("apigateway")
    life = Life(
        emulator,
        aws.apigateway.Model,
        {"restApi": api, "name": "Body", "contentType": "application/json", "schema": SCHEMA},
    )

    def schema(text: str) -> None:
        change = {"op": "replace", "path": "/schema", "value": text}
        client.update_model(restApiId=api, modelName="Body", patchOperations=[change])

    life.becomes(schema=SCHEMA.replace("object", "array"), description="a body")
    life.drifts(lambda: schema(json.dumps(json.loads(life.state["schema"]), indent=1)))
    life.drifts(lambda: schema(SCHEMA), "schema")
    life.ends()
    life.vanishes(lambda: client.delete_rest_api(restApiId=api))
    life.ends()
