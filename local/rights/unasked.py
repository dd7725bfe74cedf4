"""What AWS asks of a function's role, and the emulator never: each with where AWS says so.

- The function's log: "Lambda execution role", `AWSLambdaBasicExecutionRole` (the group is ours).
- Its traces: `AWSXRayDaemonWriteAccess`, of which a function needs the two that write.
- Its variables: "Securing Lambda environment variables".
- Its queue: `AWSLambdaSQSQueueExecutionRole`, and "Key management" of Amazon SQS.
"""

from collections.abc import Iterator

import pulumi_aws as aws

from local.lib.known_as import known_as
from local.program.recording import Recorded, Recording
from local.rights.granted import Right, aliases


def unasked(recording: Recording) -> Iterator[Right]:
    """What each function needs beside what it calls."""
    known = aliases(recording)
    queues = {queue.outputs["arn"]: queue for queue in recording.of(aws.sqs.Queue)}
    functions = {one.outputs["arn"]: one for one in recording.of(aws.lambda_.Function)}
    for one in functions.values():
        yield from _always(one, known)
    for mapping in recording.of(aws.lambda_.EventSourceMapping):
        queue = queues[mapping.inputs["eventSourceArn"]]
        function = next(
            one for arn, one in functions.items() if f"{arn}:" in mapping.inputs["functionName"]
        )
        yield from _consumes(function, queue, known)


def _always(function: Recorded, known: dict[str, str]) -> Iterator[Right]:
    role, region = function.inputs["name"], function.outputs["arn"].split(":")[3]
    place = function.outputs["arn"].replace(":lambda:", ":logs:").rpartition(":function:")[0]
    group = f"{place}:log-group:{function.inputs['loggingConfig']['logGroup']}:*"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        yield Right(role, action, group)
    for action in ("xray:PutTraceSegments", "xray:PutTelemetryRecords"):
        yield Right(role, action, "*")
    key = known_as(function.inputs["kmsKeyArn"], known)
    yield Right(role, "kms:Decrypt", key, f"lambda.{region}.amazonaws.com")


def _consumes(function: Recorded, queue: Recorded, known: dict[str, str]) -> Iterator[Right]:
    role, region = function.inputs["name"], function.outputs["arn"].split(":")[3]
    for action in ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"):
        yield Right(role, action, queue.outputs["arn"])
    key = known_as(queue.inputs["kmsMasterKeyId"], known)
    yield Right(role, "kms:Decrypt", key, f"sqs.{region}.amazonaws.com")
