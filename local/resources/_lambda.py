"""Lambda: functions run in warm subprocess workers with their role's credentials."""

from typing import Any

import pulumi_aws as aws
from botocore.exceptions import WaiterError

from local.resources._base import Cloud, Inputs, Kind, Made, ResourceError, made_up_id, pascal_keys
from local.resources._code import zipped

# A new function is Pending for a moment; nothing may call it before it is active.
_WAIT = {"Delay": 0.05, "MaxAttempts": 400}


def _invoke_arn(cloud: Cloud, function_arn: str) -> str:
    path = f"2015-03-31/functions/{function_arn}/invocations"
    return f"arn:aws:apigateway:{cloud.region}:lambda:path/{path}"


class Function(Kind):
    """A function from an archive, with a published version where `publish` says so."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateFunction, wait until it is active, PublishVersion, PutFunctionConcurrency."""
        client = cloud.client("lambda")
        name = inputs.need("name")
        if inputs.take("layers"):
            message = "aws:lambda/function:Function: layers are not used on this machine."
            raise ResourceError(message)
        inputs.skip("sourceCodeHash", "skipDestroy", "tagsAll")
        publish = inputs.take("publish", False)
        reserved = inputs.take("reservedConcurrentExecutions", -1)
        config = client.create_function(
            FunctionName=name,
            Code={"ZipFile": zipped(inputs.need("code"))},
            Tags=inputs.take("tags", {}),
            **_environment(inputs),
            **inputs.params(
                "architectures",
                "deadLetterConfig",
                "description",
                "ephemeralStorage",
                "handler",
                "loggingConfig",
                "memorySize",
                "packageType",
                "role",
                "runtime",
                "snapStart",
                "timeout",
                "tracingConfig",
            ),
            **inputs.rename({"kmsKeyArn": "KMSKeyArn"}),
        )
        _wait(client, "function_active_v2", name)
        version = _published(client, name) if publish else "$LATEST"
        if reserved >= 0:
            client.put_function_concurrency(
                FunctionName=name, ReservedConcurrentExecutions=reserved
            )
        return name, _function_outputs(cloud, config, version)


def _published(client: Any, name: str) -> str:
    """The first version; with SnapStart it is Pending until its snapshot is made."""
    version = str(client.publish_version(FunctionName=name)["Version"])
    _wait(client, "published_version_active", name, Qualifier=version)
    return version


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


def _environment(inputs: Inputs) -> dict[str, Any]:
    """The variables' names are the user's own and stay as they are."""
    environment = inputs.take("environment")
    return {"Environment": {"Variables": environment["variables"]}} if environment else {}


def _function_outputs(cloud: Cloud, config: dict[str, Any], version: str) -> dict[str, Any]:
    arn = config["FunctionArn"]
    qualified = f"{arn}:{version}"
    return {
        "arn": arn,
        "invokeArn": _invoke_arn(cloud, arn),
        "qualifiedArn": qualified,
        "qualifiedInvokeArn": _invoke_arn(cloud, qualified),
        "version": version,
        "codeSha256": config["CodeSha256"],
        "lastModified": config["LastModified"],
    }


class Alias(Kind):
    """A name for a published version."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAlias."""
        function, name = inputs.need("functionName"), inputs.need("name")
        made = cloud.client("lambda").create_alias(
            FunctionName=function,
            Name=name,
            **inputs.params("functionVersion", "description"),
        )
        arn = made["AliasArn"]
        return f"{function}/{name}", {"arn": arn, "invokeArn": _invoke_arn(cloud, arn)}


class Permission(Kind):
    """A statement of a function's resource policy."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AddPermission."""
        sid = inputs.take("statementId") or made_up_id()
        cloud.client("lambda").add_permission(
            StatementId=sid,
            FunctionName=inputs.need("function"),
            **inputs.params(
                "action", "principal", "sourceAccount", "sourceArn", "qualifier", "eventSourceToken"
            ),
        )
        return sid, {"statementId": sid}


class EventSourceMapping(Kind):
    """What feeds a function from a queue."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateEventSourceMapping."""
        inputs.skip("tagsAll")
        made = cloud.client("lambda").create_event_source_mapping(
            Tags=inputs.take("tags", {}),
            **inputs.params(
                "batchSize",
                "enabled",
                "eventSourceArn",
                "filterCriteria",
                "functionName",
                "functionResponseTypes",
                "metricsConfig",
                "scalingConfig",
            ),
            **inputs.rename(
                {
                    "kmsKeyArn": "KMSKeyArn",
                    "maximumBatchingWindowInSeconds": "MaximumBatchingWindowInSeconds",
                }
            ),
        )
        return made["UUID"], {"arn": made.get("EventSourceMappingArn"), "uuid": made["UUID"]}


class EventInvokeConfig(Kind):
    """What an asynchronous call does when it fails."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutFunctionEventInvokeConfig."""
        function = inputs.need("functionName")
        cloud.client("lambda").put_function_event_invoke_config(
            FunctionName=function,
            DestinationConfig=pascal_keys(inputs.take("destinationConfig", {})),
            **inputs.params("maximumEventAgeInSeconds", "maximumRetryAttempts", "qualifier"),
        )
        return function, {}


KINDS = {
    aws.lambda_.Alias: Alias,
    aws.lambda_.EventSourceMapping: EventSourceMapping,
    aws.lambda_.Function: Function,
    aws.lambda_.FunctionEventInvokeConfig: EventInvokeConfig,
    aws.lambda_.Permission: Permission,
}
