"""Limits that AWS's provider leaves to the creation, and we don't: each from AWS's reference.

A row is a type, a place, and a rule as in `rules.json`.
"""

from collections.abc import Mapping
from typing import Any

InputRule = Mapping[str, Any]

OWN: Mapping[str, Mapping[str, InputRule]] = {
    # What the provider says at its plan, where it has the name that it may have made up.
    "aws:sns/topic:Topic": {"name": {"match": [r"^[0-9A-Za-z_-]{1,256}$"]}},
    # API_CreateFunction: 64 characters for a name alone.
    "aws:lambda/function:Function": {"name": {"length": [1, 64]}},
    # API_CreateLogGroup: the key's ARN.
    "aws:cloudwatch/logGroup:LogGroup": {"kmsKeyId": {"form": ["arn"]}},
    # "Creating a rule that runs on a schedule" (EventBridge).
    "aws:cloudwatch/eventRule:EventRule": {"scheduleExpression": {"form": ["schedule"]}},
    # API_PutGatewayResponse: `[1-5]\d\d`.
    "aws:apigateway/response:Response": {"statusCode": {"match": [r"^[1-5]\d\d$"]}},
    # API_CreateModel: alphanumeric.
    "aws:apigateway/model:Model": {"name": {"match": ["^[a-zA-Z0-9]+$"]}},
    # API_DefaultAction: one of the two.
    "aws:wafv2/webAcl:WebAcl": {
        "defaultAction": {"some": [["allow", "block"]], "one": [["allow", "block"]]}
    },
}
