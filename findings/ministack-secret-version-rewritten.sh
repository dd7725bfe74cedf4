#!/usr/bin/env bash
# ministack 1.5.33: a version of a secret can be written twice, and the second value wins.
#
# A version of Secrets Manager is known by its ClientRequestToken and never changes: the same token
# with another value is refused ("PutSecretValue": you can't modify an existing version), which is
# what makes a rotation safe to repeat. Here the value behind the version is replaced.
#
# Seen: the same version id with the value "second".
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
secrets = boto3.client("secretsmanager", endpoint_url=endpoint)
token = "11111111-2222-4333-8444-555555555555"
secrets.create_secret(Name="word", SecretString="first", ClientRequestToken=token)
secrets.put_secret_value(SecretId="word", SecretString="second", ClientRequestToken=token)
found = secrets.get_secret_value(SecretId="word", VersionId=token)
print(found["VersionId"] == token, found["SecretString"])
assert found["SecretString"] == "second"
PYTHON
