"""Other values for what works and keeps: functions, tables, keys, secrets, queues and mail."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi

from local.program.recorder import ACCOUNT
from truth.values import DOCUMENT, HERE, KEY, QUEUE, TOPIC, With

_ID: Final = {"name": "id", "type": "S"}
_ELSE: Final = {"name": "other", "type": "S"}
_TABLE: Final = {
    "attributes": [_ID],
    "globalSecondaryIndexes": None,
    "hashKey": "id",
    "rangeKey": None,
}
_INDEXES: Final = [
    {
        "keySchemas": [{"attributeName": "other", "keyType": "HASH"}],
        "name": "other",
        "projectionType": "ALL",
    }
]

DATA: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws_dynamodb_resource_policy": {
        "confirmRemoveSelfResourceAccess": True,
        "policy": DOCUMENT,
    },
    "aws_dynamodb_table": {
        "attributes": With([_ID, _ELSE], _TABLE, {"globalSecondaryIndexes": _INDEXES}),
        "globalSecondaryIndexes": With(_INDEXES, _TABLE, {"attributes": [_ID, _ELSE]}),
        "hashKey": With("other", _TABLE, {"attributes": [_ELSE]}),
        "rangeKey": With(
            "other",
            {**_TABLE, "attributes": [_ID, {"name": "then", "type": "S"}], "rangeKey": "then"},
            {"attributes": [_ID, _ELSE]},
        ),
        "billingMode": "PROVISIONED",
        "deletionProtectionEnabled": True,
        "onDemandThroughput": {"maxReadRequestUnits": 10, "maxWriteRequestUnits": 10},
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 7},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY},
        "streamEnabled": With(True, {"streamViewType": "KEYS_ONLY"}),
        "streamViewType": With("NEW_IMAGE", {"streamEnabled": True, "streamViewType": "KEYS_ONLY"}),
        "tableClass": "STANDARD_INFREQUENT_ACCESS",
        "ttl": {"attributeName": "other", "enabled": True},
    },
    "aws_iam_role": {
        "assumeRolePolicy": DOCUMENT,
        "description": "other",
        "forceDetachPolicies": True,
        "maxSessionDuration": 7200,
        "path": "/other/",
        "permissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/other",
    },
    "aws_kms_key": {
        "bypassPolicyLockoutSafetyCheck": True,
        "customerMasterKeySpec": "RSA_2048",
        "deletionWindowInDays": 8,
        # A period that ends with the rotation is waited for in vain.
        "enableKeyRotation": With(False, {"rotationPeriodInDays": None}),
        "isEnabled": False,
        "keyUsage": "SIGN_VERIFY",
        "multiRegion": True,
    },
    "aws_kms_key_policy": {"bypassPolicyLockoutSafetyCheck": True},
    "aws_lambda_alias": {"description": "other", "functionVersion": "2"},
    "aws_lambda_event_source_mapping": {
        "enabled": False,
        "filterCriteria": {"filters": [{"pattern": '{"a": [1]}'}]},
        "functionResponseTypes": [],
        "kmsKeyArn": KEY,
        "metricsConfig": {"metrics": ["EventCount"]},
        "scalingConfig": {"maximumConcurrency": 3},
    },
    "aws_lambda_function": {
        "architectures": ["x86_64"],
        "code": pulumi.FileArchive("other.zip"),
        "deadLetterConfig": {"targetArn": QUEUE},
        "description": "other",
        "environment": {"variables": {"A": "b"}},
        # Lambda: more than 512 MB is not for a function with SnapStart.
        "ephemeralStorage": With({"size": 1024}, also={"snapStart": None}),
        "layers": [f"arn:aws:lambda:{HERE}:layer:other:1"],
        "loggingConfig": {"logFormat": "Text", "logGroup": "/other"},
        "packageType": "Image",
        "runtime": "python3.12",
        "skipDestroy": True,
        "snapStart": {"applyOn": "None"},
        "sourceCodeHash": "other",
        # Some of ours stand at the most that Lambda takes.
        "timeout": 31,
        "tracingConfig": {"mode": "PassThrough"},
    },
    "aws_lambda_function_event_invoke_config": {
        "destinationConfig": {"onFailure": {"destination": QUEUE}}
    },
    "aws_lambda_permission": {
        "eventSourceToken": "other",
        "sourceAccount": "444455556666",
        "statementId": "other",
    },
    "aws_s3_bucket_lifecycle_configuration": {
        "rules": [
            {
                "id": "other",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": 9},
            }
        ]
    },
    "aws_s3_bucket_object_lock_configuration": {
        "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 9}}
    },
    "aws_s3_bucket_ownership_controls": {"rule": {"objectOwnership": "ObjectWriter"}},
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms:dsse"}}]
    },
    "aws_s3_bucket_versioning": {"versioningConfiguration": {"status": "Suspended"}},
    "aws_secretsmanager_secret": {
        "forceOverwriteReplicaSecret": True,
        "policy": DOCUMENT,
        "recoveryWindowInDays": 7,
    },
    "aws_secretsmanager_secret_version": {
        "secretString": With(
            "two", {"secretString": "one", "secretStringWo": None, "secretStringWoVersion": None}
        )
    },
    "aws_sesv2_configuration_set": {
        "deliveryOptions": {"tlsPolicy": "OPTIONAL"},
        "reputationOptions": {"reputationMetricsEnabled": False},
        "sendingOptions": {"sendingEnabled": False},
        "suppressionOptions": {"suppressedReasons": ["BOUNCE"]},
    },
    "aws_sesv2_configuration_set_event_destination": {
        "eventDestination": {
            "enabled": True,
            "matchingEventTypes": ["REJECT"],
            "snsDestination": {"topicArn": TOPIC},
        }
    },
    "aws_sesv2_email_identity": {"dkimSigningAttributes": {"nextSigningKeyLength": "RSA_1024_BIT"}},
    "aws_sns_topic": {
        "deliveryPolicy": '{"http": {"disableSubscriptionOverrides": true}}',
        "displayName": "other",
        "policy": DOCUMENT,
        "signatureVersion": 2,
        "tracingConfig": "Active",
    },
    "aws_sns_topic_subscription": {
        "confirmationTimeoutInMinutes": 2,
        "deliveryPolicy": '{"healthyRetryPolicy": {"numRetries": 7}}',
        "endpointAutoConfirms": False,
        "filterPolicy": '{"a": ["b"]}',
        "filterPolicyScope": With(
            "MessageBody",
            {"filterPolicy": '{"a": ["b"]}', "filterPolicyScope": "MessageAttributes"},
        ),
        "protocol": "email-json",
        "redrivePolicy": json.dumps({"deadLetterTargetArn": QUEUE}),
    },
    "aws_sqs_queue": {
        "contentBasedDeduplication": With(True, {"fifoQueue": True, "name": "other.fifo"}),
        "deduplicationScope": "queue",
        "delaySeconds": 1,
        "fifoQueue": With(
            True,
            {"deduplicationScope": None, "fifoQueue": None}
            | {"fifoThroughputLimit": None, "name": "other"},
            {"name": "other.fifo"},
        ),
        "fifoThroughputLimit": "perQueue",
        "maxMessageSize": 2048,
        "messageRetentionSeconds": 60,
        "policy": DOCUMENT,
        "receiveWaitTimeSeconds": 10,
        "redriveAllowPolicy": '{"redrivePermission": "allowAll"}',
        "redrivePolicy": json.dumps({"deadLetterTargetArn": QUEUE, "maxReceiveCount": 3}),
        "sqsManagedSseEnabled": With(
            True, {"kmsMasterKeyId": None, "kmsDataKeyReusePeriodSeconds": None}
        ),
    },
}
"""The provider's type → input → its other value."""
