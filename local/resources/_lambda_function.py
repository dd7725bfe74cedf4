"""Lambda functions: they run in warm subprocess workers with their role's credentials."""

import base64
import hashlib
from typing import Any, ClassVar

from botocore.exceptions import WaiterError

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceError, ResourceKind, State
from local.resources._live import ask, changes, retag, told
from local.resources.code import zipped

# A new function is Pending for a moment; nothing may call it before it is active.
_WAIT = {"Delay": 0.05, "MaxAttempts": 400}
_GONE = "ResourceNotFoundException"
_LATEST = "$LATEST"
_NO_LIMIT = -1
_SETTINGS = (
    "deadLetterConfig",
    "description",
    "ephemeralStorage",
    "handler",
    "loggingConfig",
    "memorySize",
    "role",
    "runtime",
    "snapStart",
    "timeout",
    "tracingConfig",
)
# What Lambda gives a function that names nothing, in the UpdateFunctionConfiguration reference.
_UNSET = {
    "DeadLetterConfig": {"TargetArn": ""},
    "Description": "",
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "KMSKeyArn": "",
    "LoggingConfig": {"LogFormat": "Text"},
    "MemorySize": 128,
    "SnapStart": {"ApplyOn": "None"},
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
}


class Function(ResourceKind):
    """A function from an archive, with a published version where `publish` says so.

    Layers are not used: workers import what the virtual environment has.
    """

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "packageType"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateFunction, wait until it is active, PublishVersion, PutFunctionConcurrency."""
        client = cloud.client("lambda")
        name = inputs.need("name")
        _skip(inputs)
        publish = inputs.take("publish", False)
        limit = inputs.take("reservedConcurrentExecutions", _NO_LIMIT)
        client.create_function(
            FunctionName=name,
            Code={"ZipFile": zipped(inputs.need("code"))},
            Tags=inputs.take("tags", {}),
            **_settings(inputs),
            **inputs.params("architectures", "packageType"),
        )
        _wait(client, "function_active_v2", name)
        if publish:
            _publish(client, name)
        _limit(client, name, limit, _NO_LIMIT)
        return name, _outputs(client, cloud, name, publish=publish)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetFunction and the latest version; another code shows as another `codeSha256`."""
        client = cloud.client("lambda")
        answer = ask(client.get_function, _GONE, FunctionName=physical)
        if answer is None:
            return None
        concurrency = answer.get("Concurrency", {})
        publish = bool(state.get("publish"))
        return told(
            state,
            {
                **_as_inputs(answer["Configuration"]),
                **_outputs(client, cloud, physical, publish=publish),
                "reservedConcurrentExecutions": concurrency.get(
                    "ReservedConcurrentExecutions", _NO_LIMIT
                ),
                "tags": answer.get("Tags", {}),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """The code, the settings, a version of them, the concurrency and the tags."""
        client = cloud.client("lambda")
        inputs.skip(*Function.replaced_by)
        _skip(inputs)
        publish = inputs.take("publish", False)
        before = inputs.nested(old)
        _update_code(client, physical, before, inputs)
        _update_settings(client, physical, before, inputs)
        if publish:
            _publish(client, physical)
        limit = "reservedConcurrentExecutions"
        _limit(client, physical, inputs.take(limit, _NO_LIMIT), old.get(limit, _NO_LIMIT))
        found = _outputs(client, cloud, physical, publish=publish)
        retag(
            old,
            inputs.take("tags"),
            lambda tags: client.tag_resource(Resource=found["arn"], Tags=tags),
            lambda keys: client.untag_resource(Resource=found["arn"], TagKeys=keys),
        )
        return found

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteFunction: with all its versions."""
        ask(cloud.client("lambda").delete_function, _GONE, FunctionName=physical)


def invoke_arn(cloud: Cloud, function_arn: str) -> str:
    """What API Gateway calls."""
    path = f"2015-03-31/functions/{function_arn}/invocations"
    return f"arn:{partition(cloud.region)}:apigateway:{cloud.region}:lambda:path/{path}"


def _skip(inputs: Inputs) -> None:
    inputs.skip("layers", "sourceCodeHash", "skipDestroy", "tagsAll")


def _settings(inputs: Inputs) -> dict[str, Any]:
    """What UpdateFunctionConfiguration takes as CreateFunction does."""
    # The variables' names are the user's own and stay as they are.
    environment = inputs.take("environment")
    return {
        **({"Environment": {"Variables": environment["variables"]}} if environment else {}),
        **inputs.params(*_SETTINGS),
        **inputs.rename({"kmsKeyArn": "KMSKeyArn"}),
    }


def _as_inputs(config: dict[str, Any]) -> Found:
    logging, storage = config.get("LoggingConfig", {}), config.get("EphemeralStorage", {})
    return {
        "name": config["FunctionName"],
        "architectures": config.get("Architectures"),
        "deadLetterConfig": {"targetArn": config.get("DeadLetterConfig", {}).get("TargetArn")},
        "description": config.get("Description", ""),
        "environment": {"variables": config.get("Environment", {}).get("Variables", {})},
        "ephemeralStorage": {"size": storage.get("Size")},
        "handler": config.get("Handler"),
        "kmsKeyArn": config.get("KMSKeyArn"),
        "loggingConfig": {
            "applicationLogLevel": logging.get("ApplicationLogLevel"),
            "logFormat": logging.get("LogFormat"),
            "logGroup": logging.get("LogGroup"),
            "systemLogLevel": logging.get("SystemLogLevel"),
        },
        "memorySize": config["MemorySize"],
        "packageType": config.get("PackageType"),
        "role": config["Role"],
        "runtime": config.get("Runtime"),
        "snapStart": {"applyOn": config.get("SnapStart", {}).get("ApplyOn")},
        "timeout": config["Timeout"],
        "tracingConfig": {"mode": config.get("TracingConfig", {}).get("Mode")},
    }


def _outputs(client: Any, cloud: Cloud, name: str, *, publish: bool) -> Found:
    """What Lambda knows of the function; the version is the latest one that was published."""
    config = client.get_function_configuration(FunctionName=name)
    arn = config["FunctionArn"]
    version = _LATEST
    if publish:
        pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
        numbers = [one["Version"] for page in pages for one in page["Versions"]]
        version = max((one for one in numbers if one != _LATEST), key=int, default=_LATEST)
    qualified = f"{arn}:{version}"
    return {
        "arn": arn,
        "invokeArn": invoke_arn(cloud, arn),
        "qualifiedArn": qualified,
        "qualifiedInvokeArn": invoke_arn(cloud, qualified),
        "version": version,
        "codeSha256": config["CodeSha256"],
        "lastModified": config["LastModified"],
    }


def _publish(client: Any, name: str) -> None:
    """A version of what is there: a new one only if code or settings changed since the last.

    With SnapStart it is Pending until its snapshot is made.
    """
    version = str(client.publish_version(FunctionName=name)["Version"])
    _wait(client, "published_version_active", name, Qualifier=version)


def _update_code(client: Any, name: str, before: Inputs, inputs: Inputs) -> None:
    """UpdateFunctionCode, which is also where the architecture changes."""
    code = zipped(inputs.need("code"))
    now = inputs.params("architectures")
    digest = base64.b64encode(hashlib.sha256(code).digest()).decode()
    if digest != before.take("codeSha256") or now != before.params("architectures"):
        client.update_function_code(FunctionName=name, ZipFile=code, **now)
        _wait(client, "function_updated_v2", name)


def _update_settings(client: Any, name: str, before: Inputs, inputs: Inputs) -> None:
    """UpdateFunctionConfiguration."""
    if changed := changes(_settings(before), _settings(inputs), _UNSET):
        client.update_function_configuration(FunctionName=name, **changed)
        _wait(client, "function_updated_v2", name)


def _limit(client: Any, name: str, limit: int, before: int) -> None:
    if limit == before:
        return
    if limit == _NO_LIMIT:
        client.delete_function_concurrency(FunctionName=name)
    else:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=limit)


def _wait(client: Any, waiter: str, name: str, **qualifier: str) -> None:
    """Until the function is active.

    Raises:
        ResourceError: it failed to start; the message is Lambda's reason.
    """
    try:
        client.get_waiter(waiter).wait(FunctionName=name, WaiterConfig=_WAIT, **qualifier)
    except WaiterError as error:
        answer: Any = error.last_response
        state = answer.get("Configuration", answer)
        message = f"The function {name} did not start: {state.get('StateReason', error)}"
        raise ResourceError(message) from error
