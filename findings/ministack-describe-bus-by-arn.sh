#!/usr/bin/env bash
# ministack 1.5.33: an event bus is put on by its ARN, and can't be described by it.
#
# DescribeEventBus takes "the name or ARN of the event bus" (EventBridge's own model, `Name`), as
# PutEvents takes either in `EventBusName`. Here PutEvents takes both, and DescribeEventBus looks the
# text up as a name: whoever holds a bus by its ARN puts events on it, and is told that there is none.
#
# Seen: put_events with the ARN has FailedEntryCount 0; describe_event_bus with the same ARN raises
# ResourceNotFoundException; with the name it answers.
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
from botocore.exceptions import ClientError

endpoint = f"http://127.0.0.1:{sys.argv[1]}"
for _ in range(300):
    try:
        urllib.request.urlopen(f"{endpoint}/_ministack/ready", timeout=1)
        break
    except OSError:
        time.sleep(0.1)
events = boto3.client("events", endpoint_url=endpoint)
arn = events.create_event_bus(Name="bus")["EventBusArn"]
entry = {"EventBusName": arn, "Source": "shop", "DetailType": "paid", "Detail": "{}"}
put = events.put_events(Entries=[entry])
print("put by ARN, failed:", put["FailedEntryCount"])
assert put["FailedEntryCount"] == 0
print("described by name:", events.describe_event_bus(Name="bus")["Arn"] == arn)
try:
    events.describe_event_bus(Name=arn)
except ClientError as error:
    code = error.response["Error"]["Code"]
    print("described by ARN:", code)
    assert code == "ResourceNotFoundException", code
else:
    sys.exit("ministack describes a bus by its ARN now")
PYTHON
