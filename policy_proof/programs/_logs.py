"""A log group with everything that it must never lack."""

import json

import pulumi_aws as aws


def log_group(name: str, key: aws.kms.Key) -> aws.cloudwatch.LogGroup:
    """Encrypted, kept for a year and a bit, with card numbers masked."""
    group = aws.cloudwatch.LogGroup(
        f"{name}-logs", name=name, kms_key_id=key.arn, retention_in_days=400
    )
    aws.cloudwatch.LogDataProtectionPolicy(
        f"{name}-masking", log_group_name=group.name, policy_document=masking()
    )
    return group


def masking() -> str:
    """Card numbers are found and masked."""
    cards = ["arn:aws:dataprotection::aws:data-identifier/CreditCardNumber"]
    return json.dumps(
        {
            "Name": "masking",
            "Version": "2021-06-01",
            "Statement": [
                {
                    "Sid": "audit",
                    "DataIdentifier": cards,
                    "Operation": {"Audit": {"FindingsDestination": {}}},
                },
                {
                    "Sid": "mask",
                    "DataIdentifier": cards,
                    "Operation": {"Deidentify": {"MaskConfig": {}}},
                },
            ],
        }
    )
