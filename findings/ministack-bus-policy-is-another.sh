#!/usr/bin/env bash
# ministack 1.5.33: an event bus whose policy is given as a document describes another policy.
#
# PutPermission takes `Policy`, a whole document, in place of `Action`, `Principal` and
# `StatementId` (EventBridge: "PutPermission"); that is how Terraform and Pulumi write a bus's
# policy. AWS keeps the document. Here it is not looked at: the bus gets one statement of the
# emulator's own, so every later read finds a drift, and whoever checks the policy checks nothing.
#
# Seen: a document that names one account and the action events:PutRule comes back as one statement
# with another Sid, the action events:PutEvents and another principal.
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
import json
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
events = boto3.client("events", endpoint_url=endpoint)
bus = events.create_event_bus(Name="bus")["EventBusArn"]
given = {
    "Sid": "OneReader",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": "events:PutRule",
    "Resource": f"{bus.replace('event-bus', 'rule')}/*",
}
document = {"Version": "2012-10-17", "Statement": [given]}
events.put_permission(EventBusName="bus", Policy=json.dumps(document))
[found] = json.loads(events.describe_event_bus(Name="bus")["Policy"])["Statement"]
print(found)
assert found["Sid"] != given["Sid"]
assert found["Action"] == "events:PutEvents"
assert found["Principal"] != given["Principal"]
PYTHON
