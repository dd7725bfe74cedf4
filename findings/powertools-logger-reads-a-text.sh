#!/usr/bin/env bash
# Powertools for AWS Lambda (Python) 3.37.0: a message that is a text is tried as JSON, and what it
# reads as is logged in its place.
#
# `Logger.info` takes a text, as the standard library's does, and another library's text comes through
# a child logger in the same way. A text that happens to be JSON loses its type: "12" is the number
# 12, "1e3" the number 1000.0, and after "null" the line has no `message` at all. "NaN" is written as
# the bare word NaN, so that the line is no JSON (RFC 8259, section 6), which a reader such as
# CloudWatch Logs needs to find its fields. A reference such as "0012" stays a text, because JSON has
# no leading zeros: of one order's references some are numbers and some are texts.
#
# Seen: the five lines below. `json_deserializer=str` keeps every text as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aws-lambda-powertools==3.37.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import itertools
import json

from aws_lambda_powertools import Logger

NUMBER = itertools.count()


def line(text: str, **settings: object) -> str:
    stream = io.StringIO()
    logger = Logger(service=f"one-{next(NUMBER)}", stream=stream, **settings)
    logger.info(text)
    return stream.getvalue()


def refuse(word: str) -> None:
    raise ValueError(word)


for text in ("12", "1e3", "null", "NaN", "0012"):
    print(repr(text), line(text).strip())
assert json.loads(line("12"))["message"] == 12
assert json.loads(line("1e3"))["message"] == 1000.0
assert "message" not in json.loads(line("null"))
assert json.loads(line("0012"))["message"] == "0012"
try:
    json.loads(line("NaN"), parse_constant=refuse)
except ValueError as error:
    assert str(error) == "NaN"
else:
    raise AssertionError("the line is JSON")
assert json.loads(line("null", json_deserializer=str))["message"] == "null"
PYTHON
