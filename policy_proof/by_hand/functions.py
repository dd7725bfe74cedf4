"""By hand: functions, their callers, logs, mail and topics."""

from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    EVENT_SOURCE_MAPPING,
    FUNCTION,
    LAYER_PERMISSION,
    MAIL_IDENTITY,
    PERMISSION,
    TOPIC_SUBSCRIPTION,
)
from policy_proof.by_hand.row import MadeOf, Row, Watched
from policy_proof.edit import DROP

_STREAM: Final = {
    "eventSourceArn": "arn:aws:dynamodb:eu-central-1:111122223333:table/jobs/stream/it",
    "bisectBatchOnFunctionError": True,
    "maximumRetryAttempts": 3,
}
_END: Final = "destinationConfig.onFailure.destinationArn"
_QUEUE: Final = "arn:aws:sqs:eu-central-1:111122223333:jobs-dead"
_FAILURE: Final = "lambda-failure-path"

ROWS: Final = (
    Row(
        "events-are-not-switched-off",
        EVENT_SOURCE_MAPPING,
        "filterCriteria.filters",
        {"filterCriteria": {"filters": [{"pattern": "{}"}]}},
    ),
    Row(_FAILURE, EVENT_SOURCE_MAPPING, _END, _STREAM),
    Row(
        _FAILURE,
        EVENT_SOURCE_MAPPING,
        "maximumRetryAttempts",
        {**_STREAM, _END: _QUEUE, "maximumRetryAttempts": DROP},
    ),
    Row(
        _FAILURE,
        EVENT_SOURCE_MAPPING,
        "bisectBatchOnFunctionError",
        {**_STREAM, _END: _QUEUE, "bisectBatchOnFunctionError": False},
    ),
    Row(
        _FAILURE,
        FUNCTION,
        "deadLetterConfig.targetArn",
        {"deadLetterConfig": DROP},
        "stored",
        "pictures",
    ),
    Row(
        "lambda-permission-scoped",
        PERMISSION,
        "functionUrlAuthType",
        {"functionUrlAuthType": "NONE"},
    ),
    Row(
        "lambda-permission-scoped",
        LAYER_PERMISSION,
        "organizationId",
        {"principal": "*", "organizationId": DROP},
        "apart",
    ),
    Row("lambda-runtime-supported", FUNCTION, "packageType", {"packageType": "Image"}),
    Row(
        "lambda-runtime-supported",
        FUNCTION,
        "imageUri",
        {"packageType": "Image", "imageUri": "example.com/pay:latest"},
    ),
    Row(
        "lambda-esm-batch-failures",
        EVENT_SOURCE_MAPPING,
        "eventSourceArn",
        {"eventSourceArn": MadeOf("notifier-queue")},
        "prod",
        "processor-process-payment-mapping",
    ),
    Row(
        "webhooks-not-to-loopback",
        FUNCTION,
        "environment.variables.WEBHOOKS_TO_LOOPBACK",
        {"environment.variables.WEBHOOKS_TO_LOOPBACK": "/authority.pem"},
        "prod",
        "events-deliver-events-function",
    ),
    Row("sns-subscription-secure", TOPIC_SUBSCRIPTION, "redrivePolicy", {"protocol": "https"}),
)

_FINDS: Final = "It finds the other one; what is found is judged."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    ("lambda-esm-batch-failures", EVENT_SOURCE_MAPPING, "functionName"): _FINDS,
    (_FAILURE, PERMISSION, "function"): _FINDS,
    (
        "webhooks-not-to-loopback",
        FUNCTION,
        "environment.variables.PSP_API_BASE",
    ): "It says which stack this is: what is judged is that of another function.",
    (
        "ses-dkim-and-events",
        MAIL_IDENTITY,
        "dkimSigningAttributes.domainSigningSelector",
    ): "A key of our own, whose strength nobody can see, stands in for the length.",
    ("ses-dkim-and-events", MAIL_IDENTITY, "emailIdentity"): "An address needs no key.",
}
