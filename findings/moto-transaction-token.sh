#!/usr/bin/env bash
# moto 5.2.5: a DynamoDB transaction that is sent again with its ClientRequestToken is made again.
#
# DynamoDB answers the same token and the same parameters within ten minutes with success and writes
# nothing ("TransactWriteItems", ClientRequestToken), so a client whose answer was lost may repeat.
# moto reads no token: the repeat meets the item that the first call wrote, its condition fails, and
# a writer that is idempotent on AWS looks as if somebody else had been first.
#
# Seen: the first call answers; the second is TransactionCanceledException, ConditionalCheckFailed.
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
    put = {
        "TableName": "payments",
        "Item": {"id": {"S": "one"}},
        "ConditionExpression": "attribute_not_exists(id)",
    }
    call = {"ClientRequestToken": "the-same", "TransactItems": [{"Put": put}]}
    dynamodb.transact_write_items(**call)
    print("first: answered")
    try:
        dynamodb.transact_write_items(**call)
    except dynamodb.exceptions.TransactionCanceledException as error:
        codes = [each["Code"] for each in error.response["CancellationReasons"]]
    else:
        codes = []
    print("second:", codes)
    assert codes == ["ConditionalCheckFailed"]
PYTHON
