"""A program under the SDK's mocks: every resource that it declares, created nowhere.

With `known` every output has a value, as after a deployment; without, outputs are unknown, as
in the first preview of a new stack.
"""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi.runtime import mocks

from local.lib.partitions import dns_suffix, partition
from local.program.physical_ids import physical_id
from local.program.recording import Recording
from local.program.runner import ProgramError, run
from local.program.sdk import plain
from local.program.stack_config import stack_config

ROOT = Path(__file__).parents[2]
PROJECT = "tillstack"
ACCOUNT = "111122223333"
REGION = "eu-central-1"
"""Where no region is configured."""

_ARNS = {
    "aws:apigateway/stage:Stage": "apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": (
        "cloudwatch:{region}:{account}:alarm:{alarmName}"
    ),
    "aws:cloudwatch/eventArchive:EventArchive": "events:{region}:{account}:archive/{name}",
    "aws:cloudwatch/eventBus:EventBus": "events:{region}:{account}:event-bus/{name}",
    "aws:cloudwatch/eventRule:EventRule": "events:{region}:{account}:rule/{name}",
    "aws:cloudwatch/logGroup:LogGroup": "logs:{region}:{account}:log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws:cloudtrail/trail:Trail": "cloudtrail:{region}:{account}:trail/{name}",
    "aws:cognito/userPool:UserPool": "cognito-idp:{region}:{account}:userpool/{id}",
    "aws:dynamodb/table:Table": "dynamodb:{region}:{account}:table/{name}",
    "aws:autoscaling/group:Group": (
        "autoscaling:{region}:{account}:autoScalingGroup:{id}:autoScalingGroupName/{name}"
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": "ec2:{region}:{account}:launch-template/{id}",
    "aws:ec2/securityGroup:SecurityGroup": "ec2:{region}:{account}:security-group/{id}",
    "aws:ec2/subnet:Subnet": "ec2:{region}:{account}:subnet/{id}",
    "aws:ec2/vpc:Vpc": "ec2:{region}:{account}:vpc/{id}",
    "aws:iam/instanceProfile:InstanceProfile": "iam::{account}:instance-profile/{name}",
    "aws:iam/policy:Policy": "iam::{account}:policy/{name}",
    "aws:iam/role:Role": "iam::{account}:role/{name}",
    "aws:kms/key:Key": "kms:{region}:{account}:key/{id}",
    "aws:lambda/alias:Alias": "lambda:{region}:{account}:function:{functionName}:{name}",
    "aws:lambda/function:Function": "lambda:{region}:{account}:function:{name}",
    "aws:lambda/layerVersion:LayerVersion": "lambda:{region}:{account}:layer:{layerName}:1",
    "aws:s3/bucket:Bucket": "s3:::{bucket}",
    "aws:schemas/registry:Registry": "schemas:{region}:{account}:registry/{name}",
    "aws:schemas/schema:Schema": "schemas:{region}:{account}:schema/{registryName}/{name}",
    "aws:secretsmanager/secret:Secret": "secretsmanager:{region}:{account}:secret:{name}-Ab1Cd2",
    "aws:ses/template:Template": "ses:{region}:{account}:template/{name}",
    "aws:sns/topic:Topic": "sns:{region}:{account}:{name}",
    "aws:sqs/queue:Queue": "sqs:{region}:{account}:{name}",
    "aws:wafv2/webAcl:WebAcl": "wafv2:{region}:{account}:regional/webacl/{name}/{id}",
}
_EXTRA = {
    "aws:apigateway/restApi:RestApi": {
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{id}",
        "rootResourceId": "root",
    },
    "aws:apigateway/stage:Stage": {
        "invokeUrl": "https://{restApi}.execute-api.{region}.{suffix}/{stageName}"
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": "1"},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {"prefixListId": "pl-{id}"},
    "aws:kms/key:Key": {"keyId": "{id}"},
    "aws:lambda/function:Function": {"version": "1"},
    "aws:s3/bucketObjectv2:BucketObjectv2": {"versionId": "{id}-version"},
    "aws:sqs/queue:Queue": {"url": "https://sqs.{region}.{suffix}/{account}/{name}"},
}


class _Aws(mocks.Mocks):
    """Answers like AWS where an answer matters: ARNs are made from physical names."""

    def __init__(self, region: str, *, known: bool) -> None:
        self._region = region
        self._known = known

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], None]:
        message = f"The program asked AWS for {args.token}; what it needs is in its settings."
        raise ProgramError(message)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if not self._known:
            return "", args.inputs
        words = {"name": args.name, **plain(args.inputs)}
        words |= {"region": self._region, "account": ACCOUNT}
        words |= {"partition": partition(self._region), "suffix": dns_suffix(self._region)}
        words["id"] = physical = physical_id(args.typ, args.name, words)
        made = {key: text.format(**words) for key, text in _EXTRA.get(args.typ, {}).items()}
        if args.typ in _ARNS:
            made["arn"] = f"arn:{words['partition']}:{_ARNS[args.typ].format(**words)}"
        return physical, {"name": words["name"], **args.inputs, **made}


def record(
    declare: Callable[[], object],
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    *,
    known: bool = True,
) -> Recording:
    """Run `declare` with `config` (`<namespace>:<key>` → text) and return what it declared.

    Raises:
        ProgramError: two resources have one URN, or the program asks a cloud something.
    """
    settings = config or {}
    answers = _Aws(settings.get("aws:region", REGION), known=known)
    return run(declare, answers, PROJECT, stack, settings, preview=not known)


def record_program(stack: str, config: Mapping[str, str], *, known: bool = True) -> Recording:
    """Run the real `__main__.py` with a stack's own file; `config` overrides it."""
    settings = stack_config(ROOT, PROJECT, stack, config)
    return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), stack, settings, known=known)
