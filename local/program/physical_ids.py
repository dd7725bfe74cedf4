"""Made-up ids in the form that AWS gives them, always the same for the same resource.

Real validators read them: a user pool's id has its region in it, a key's is a UUID.
"""

import hashlib
import string
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

_LOWER: Final = string.digits + string.ascii_lowercase
_MIXED: Final = string.digits + string.ascii_letters


def _text(alphabet: str, length: int) -> Callable[[int], str]:
    def made(number: int) -> str:
        return "".join(
            alphabet[number // len(alphabet) ** at % len(alphabet)] for at in range(length)
        )

    return made


def _template(number: int) -> str:
    return f"lt-{number % 16**17:017x}"


def _uuid(number: int) -> str:
    return str(uuid.UUID(int=number % 2**128, version=4))


_API_PART: Final = _text(_LOWER, 6)
_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "aws:apigateway/authorizer:Authorizer": _API_PART,
    "aws:apigateway/deployment:Deployment": _API_PART,
    "aws:apigateway/model:Model": _API_PART,
    "aws:apigateway/requestValidator:RequestValidator": _API_PART,
    "aws:apigateway/resource:Resource": _API_PART,
    "aws:apigateway/restApi:RestApi": _text(_LOWER, 10),
    "aws:ec2/launchTemplate:LaunchTemplate": _template,
    "aws:kms/key:Key": _uuid,
    "aws:lambda/eventSourceMapping:EventSourceMapping": _uuid,
    "aws:wafv2/webAcl:WebAcl": _uuid,
}
_POOL: Final = "aws:cognito/userPool:UserPool"
_POOL_PART: Final = _text(_MIXED, 9)
# Where the id is one of the inputs, or is made of some.
_TOLD: Final = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "{alarmName}",
    "aws:cloudwatch/dashboard:Dashboard": "{dashboardName}",
    "aws:cloudwatch/logGroup:LogGroup": "{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "{name}",
    "aws:cognito/userPoolDomain:UserPoolDomain": "{domain}",
    "aws:dynamodb/table:Table": "{name}",
    "aws:iam/role:Role": "{name}",
    "aws:lambda/function:Function": "{name}",
    "aws:s3/bucket:Bucket": "{bucket}",
    "aws:sqs/queue:Queue": "https://sqs.{region}.{suffix}/{account}/{name}",
}


def physical_id(token: str, name: str, words: Mapping[str, Any]) -> str:
    """The id of the resource `name`.

    `words` are its inputs, with `region`, `account` and the partition's DNS `suffix`.
    """
    if token in _TOLD:
        return _TOLD[token].format(**words)
    number = int.from_bytes(hashlib.sha256(f"{token} {name}".encode()).digest())
    if token == _POOL:
        return f"{words['region']}_{_POOL_PART(number)}"
    form = _FORMS.get(token)
    return form(number) if form else f"{name}-id"
