#!/usr/bin/env bash
# moto 5.2.5: a DynamoDB condition that compares a text with a number ends in Python's TypeError.
#
# DynamoDB's comparators hold between values of one type; a text is never less than a number, so the
# condition is false and the write is refused, and a filter leaves the item out. moto compares the
# two Python values, and the error of that leaves the boto3 client as it is, in place of an answer.
#
# Seen: TypeError for an update's condition and for a scan's filter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "moto[dynamodb]==5.2.5" boto3==1.43.106
AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=eu-central-1 \
  "$folder/venv/bin/python" - <<'PYTHON'
import boto3
from moto import mock_aws

with mock_aws():
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="payments",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    dynamodb.put_item(TableName="payments", Item={"id": {"S": "one"}, "due": {"S": "never"}})
    now = {":now": {"N": "5"}}
    calls = {
        "update": lambda: dynamodb.update_item(
            TableName="payments",
            Key={"id": {"S": "one"}},
            UpdateExpression="SET seen = :now",
            ConditionExpression="due < :now",
            ExpressionAttributeValues=now,
        ),
        "scan": lambda: dynamodb.scan(
            TableName="payments", FilterExpression="due < :now", ExpressionAttributeValues=now
        ),
    }
    for name, call in calls.items():
        try:
            found = call()
        except Exception as error:
            found = type(error).__name__
        print(name, found)
        assert found == "TypeError"
PYTHON
