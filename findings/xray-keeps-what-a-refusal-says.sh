#!/usr/bin/env bash
# aws-xray-sdk 2.15.0 under Powertools' Tracer 3.37.0: a trace has the text of each refusal by AWS.
#
# `capture_error=False` (or POWERTOOLS_TRACER_CAPTURE_ERROR) promises that an exception is left out.
# The subsegment of the AWS call, which the Tracer's patch of botocore makes, has its whole text all
# the same, and the method's own subsegment refers to it. Services quote what they were sent: SES
# names the payer's address, DynamoDB the values of a condition.
#
# Seen: the subsegment `email` (a call of SES) with the message and the address in it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  aws-xray-sdk==2.15.0 aws-lambda-powertools==3.37.0 boto3==1.43.106
LAMBDA_TASK_ROOT=/var/task POWERTOOLS_SERVICE_NAME=shop \
  _X_AMZN_TRACE_ID='Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1' \
  AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=eu-central-1 \
  "$folder/venv/bin/python" - <<'PYTHON'
import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

SAYS = "Email address is not verified: jane@example.com"


class Refusal(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"message": SAYS}).encode()
        self.send_response(400)
        self.send_header("x-amzn-ErrorType", "MessageRejected")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = HTTPServer(("127.0.0.1", 0), Refusal)
threading.Thread(target=server.serve_forever, daemon=True).start()
daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
daemon.bind(("127.0.0.1", 0))
daemon.settimeout(30)
os.environ["AWS_XRAY_DAEMON_ADDRESS"] = f"127.0.0.1:{daemon.getsockname()[1]}"

import boto3
from aws_lambda_powertools import Tracer

tracer = Tracer()
mail = boto3.client("sesv2", endpoint_url=f"http://127.0.0.1:{server.server_port}")


@tracer.capture_method(capture_error=False)
def send():
    content = {"Simple": {"Subject": {"Data": "Paid"}, "Body": {"Text": {"Data": "Thank you."}}}}
    mail.send_email(Destination={"ToAddresses": ["jane@example.com"]}, Content=content)


try:
    send()
except mail.exceptions.MessageRejected:
    pass
call = json.loads(daemon.recv(65_536).decode().partition("\n")[2])
method = json.loads(daemon.recv(65_536).decode().partition("\n")[2])
(refusal,) = call["cause"]["exceptions"]
print(call["name"], refusal["message"])
print(method["name"], method["cause"])
assert call["name"] == "email"
assert SAYS in refusal["message"]
assert method["cause"] == refusal["id"]
PYTHON
