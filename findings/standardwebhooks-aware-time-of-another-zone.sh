#!/usr/bin/env bash
# standardwebhooks 1.1.0 (Python, the specification's reference library): `Webhook.sign` takes a
# datetime and overwrites its time zone with UTC instead of converting it.
#
# A time with a zone names one moment, so 12:00 at +02:00 and 10:00 UTC are equal, and a sender that
# puts `int(moment.timestamp())` into the header `webhook-timestamp` sends the same number for both.
# The signature of the first is over a number two hours later, and the library's own `verify`
# refuses what its own `sign` made. A sender east or west of Greenwich that passes
# `datetime.now().astimezone()` signs nothing that anybody accepts; in UTC the test is green.
#
# Seen: UTC "accepted"; +02:00, the same moment, "No matching signature found".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check standardwebhooks==1.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta, timezone

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook("whsec_" + "YWJj" * 8)
body = '{"type":"payment.succeeded"}'
utc = datetime.now(timezone.utc).replace(microsecond=0)
said = {}
for moment in (utc, utc.astimezone(timezone(timedelta(hours=2)))):
    assert moment == utc
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": webhook.sign("msg_1", moment, body),
    }
    try:
        webhook.verify(body, headers)
        said[moment.tzname()] = "accepted"
    except WebhookVerificationError as refusal:
        said[moment.tzname()] = str(refusal)
print(said)
assert said == {"UTC": "accepted", "UTC+02:00": "No matching signature found"}
PYTHON
