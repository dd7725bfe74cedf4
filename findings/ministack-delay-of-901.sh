#!/usr/bin/env bash
# ministack 1.5.33: SQS takes a message that is to wait for longer than SQS can.
#
# DelaySeconds of SendMessage is 0 to 900 (SQS: "SendMessage"); AWS refuses 901 with
# InvalidParameterValue, as moto does. Here it is taken, so a program that plans a wait of an hour
# by one message works on the emulator and loses its plan on AWS.
#
# Seen: a MessageId for 901 and for 43200 seconds.
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
sqs = boto3.client("sqs", endpoint_url=endpoint)
url = sqs.create_queue(QueueName="later")["QueueUrl"]
for seconds in (901, 43_200):
    answer = sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=seconds)
    print(seconds, answer["ResponseMetadata"]["HTTPStatusCode"])
    assert answer["MessageId"]
PYTHON
