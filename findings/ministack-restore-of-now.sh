#!/usr/bin/env bash
# ministack 1.5.33: a table restored to a point in time holds what was written after it.
#
# RestoreTableToPointInTime makes a table as it was at RestoreDateTime (DynamoDB: "Point-in-time
# recovery"). The emulator takes the call and copies the table of now, so a restore drill on it
# passes whatever point was asked for.
#
# Seen: the restored table has both items; at that time there was one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ministack==1.5.33 boto3==1.43.106
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
(cd "$folder" && GATEWAY_PORT=$port exec venv/bin/python -m ministack.app >"$folder/log" 2>&1) &
emulator=$!
trap 'kill $emulator 2>/dev/null; wait $emulator 2>/dev/null || true; rm -rf "$folder"' EXIT
AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=eu-central-1 \
  "$folder/venv/bin/python" - "$port" <<'PYTHON'
import sys
import time
import urllib.request

import boto3

endpoint = f"http://127.0.0.1:{sys.argv[1]}"
for _ in range(300):
    try:
        urllib.request.urlopen(f"{endpoint}/_ministack/ready", timeout=1)
        break
    except OSError:
        time.sleep(0.1)
dynamodb = boto3.client("dynamodb", endpoint_url=endpoint)
dynamodb.create_table(
    TableName="payments",
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
)
dynamodb.update_continuous_backups(
    TableName="payments",
    PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
)
dynamodb.put_item(TableName="payments", Item={"id": {"S": "before"}})
time.sleep(1.5)
then = time.time()
time.sleep(1.5)
dynamodb.put_item(TableName="payments", Item={"id": {"S": "after"}})
dynamodb.restore_table_to_point_in_time(
    SourceTableName="payments", TargetTableName="restored", RestoreDateTime=then
)
found = sorted(each["id"]["S"] for each in dynamodb.scan(TableName="restored")["Items"])
print(found)
assert found == ["after", "before"]
PYTHON
