"""What names a resource, and stacks with generated settings: for tests of names and sizes."""

import json
import re
from collections.abc import Mapping
from functools import cache

from hypothesis import Phase
from hypothesis import strategies as st

from components import StackContext
from components.lib.naming import Name, names
from local.policy_check.policy_check import settings_of, stand_ins
from local.program.recorder import PROJECT
from stack_settings import StackSettings, parse
from tests.fakes.recorder import ACCOUNT, Recording, record_program

NAMED: Mapping[str, Mapping[str, str]] = {
    "aws:apigateway/domainName:DomainName": {"domainName": "gateway domain"},
    "aws:apigateway/restApi:RestApi": {"name": "gateway"},
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
        "configurationName": "chat configuration",
    },
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": {"alarmName": "alarm"},
    "aws:cloudtrail/trail:Trail": {"name": "trail"},
    "aws:cloudwatch/dashboard:Dashboard": {"dashboardName": "dashboard"},
    "aws:cloudwatch/eventArchive:EventArchive": {"name": "event archive"},
    "aws:cloudwatch/eventBus:EventBus": {"name": "event bus"},
    "aws:cloudwatch/eventRule:EventRule": {"name": "rule"},
    "aws:cloudwatch/logGroup:LogGroup": {"name": "log group"},
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {"policyName": "log policy"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"name": "alarm"},
    "aws:cognito/userPool:UserPool": {"name": "user pool"},
    "aws:cognito/userPoolDomain:UserPoolDomain": {"domain": "sign-in domain"},
    "aws:dynamodb/table:Table": {"name": "table"},
    "aws:autoscaling/group:Group": {"name": "launch template"},
    "aws:ec2/launchTemplate:LaunchTemplate": {"name": "launch template"},
    "aws:ec2/securityGroup:SecurityGroup": {"name": "security group"},
    "aws:iam/instanceProfile:InstanceProfile": {"name": "role"},
    "aws:iam/policy:Policy": {"name": "policy"},
    "aws:iam/role:Role": {"name": "role"},
    "aws:kms/alias:Alias": {"name": "key alias"},
    "aws:lambda/function:Function": {"name": "function"},
    "aws:lambda/layerVersion:LayerVersion": {"layerName": "layer"},
    **{
        kind: {"name": "name firewall"}
        for kind in (
            "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
            "aws:route53/resolverFirewallRule:ResolverFirewallRule",
            "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
            "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
        )
    },
    "aws:schemas/registry:Registry": {"name": "schema registry"},
    "aws:secretsmanager/secret:Secret": {"name": "secret"},
    "aws:ses/template:Template": {"name": "mail template"},
    "aws:sesv2/configurationSet:ConfigurationSet": {"configurationSetName": "configuration set"},
    "aws:sesv2/emailIdentity:EmailIdentity": {"emailIdentity": "mail domain"},
    "aws:sns/topic:Topic": {"name": "topic"},
    "aws:sqs/queue:Queue": {"name": "queue"},
    "aws:s3/bucket:Bucket": {"bucket": "bucket"},
    "aws:wafv2/webAcl:WebAcl": {"name": "web acl"},
}
"""Type → the property that names it, and its kind."""
CONSTANT: Mapping[str, Mapping[str, tuple[str, str, str] | str]] = {
    "aws:apigateway/authorizer:Authorizer": {"name": r"[A-Za-z0-9-]{1,128}"},
    "aws:apigateway/model:Model": {"name": r"[A-Za-z0-9]+"},
    "aws:apigateway/requestValidator:RequestValidator": {"name": r"[A-Za-z0-9-]{1,128}"},
    "aws:apigateway/stage:Stage": {"stageName": r"[A-Za-z0-9_-]{1,128}"},
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
        "name": ("logs", "PutMetricFilter", "filterName"),
    },
    "aws:cognito/resourceServer:ResourceServer": {
        "name": ("cognito-idp", "CreateResourceServer", "Name"),
        "identifier": ("cognito-idp", "CreateResourceServer", "Identifier"),
    },
    "aws:autoscaling/policy:Policy": {"name": r"[a-z-]{1,255}"},
    "aws:schemas/schema:Schema": {"name": r"[0-9A-Za-z_.@-]{1,385}"},
    "aws:iam/rolePolicy:RolePolicy": {"name": ("iam", "PutRolePolicy", "PolicyName")},
    "aws:lambda/alias:Alias": {"name": ("lambda", "CreateAlias", "Name")},
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
        "eventDestinationName": r"[A-Za-z0-9_-]{1,64}",
    },
}
"""Type → the property that names it the same in every stack, and the model's or AWS's rule."""
OF_ANOTHER = {
    "aws:autoscaling/policy:Policy": {"autoscalingGroupName"},
    "aws:apigateway/basePathMapping:BasePathMapping": {"domainName", "stageName"},
    "aws:apigateway/methodSettings:MethodSettings": {"stageName"},
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": {"logGroupName"},
    "aws:cloudtrail/trail:Trail": {"s3BucketName"},
    "aws:cloudwatch/eventArchive:EventArchive": {"kmsKeyIdentifier"},
    "aws:cloudwatch/eventBus:EventBus": {"kmsKeyIdentifier"},
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": {"eventBusName"},
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": {"logGroupName"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"metricName"},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {"serviceName"},
    "aws:lambda/alias:Alias": {"functionName"},
    "aws:lambda/eventSourceMapping:EventSourceMapping": {"functionName"},
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {"functionName"},
    "aws:schemas/registryPolicy:RegistryPolicy": {"registryName"},
    "aws:schemas/schema:Schema": {"registryName"},
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
        "configurationSetName",
    },
    "aws:sesv2/emailIdentity:EmailIdentity": {"configurationSetName"},
}
"""Type → properties that hold the name of something else."""
LOGGED_BY_THE_GATEWAY = re.compile(r"API-Gateway-Execution-Logs_.+/live")
"""A log group that is named by an id which AWS makes up, ten letters long."""
EVERYTHING = {
    "network": '{"zones": ["a", "b"]}',
    "fleet": '{"pspInFlight": 1000}',
    "eventBus": '{"readers": ["444455556666"]}',
    "auditTrail": "true",
    "alarmEmail": "alarms@example.com",
    "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
    "alarmChat": '{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}',
    "dependencyLayer": "true",
    "ownsApiGatewayAccount": "true",
    "ledgerSuffix": "restored-1",
}


def settings_and_context(
    stack: str, given_config: Mapping[str, str]
) -> tuple[StackSettings, StackContext]:
    """What the program is told, without the program."""
    given = {key.removeprefix(f"{PROJECT}:"): value for key, value in given_config.items()}
    settings = parse(given, livemode=stack == "prod")
    place = StackContext(PROJECT, stack, settings.account, settings.region, settings.owner, 400)
    return settings, place


def checked(stack: str, config: Mapping[str, str]) -> list[Name]:
    """The names that are checked for a stack with this config."""
    settings, place = settings_and_context(stack, settings_of(stack, config))
    return list(names(place, settings))


@cache
def stack(name: str) -> Recording:
    """One of the four, with everything that is optional."""
    return record_program(name, stand_ins(name) | EVERYTHING)


UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""For examples that run the program: to shrink one would take minutes."""
NAMES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?", fullmatch=True)
GIVEN = st.fixed_dictionaries(
    {
        "ledgerSuffix": NAMES | st.just(""),
        "owner": NAMES,
        "senderAddress": NAMES.map(lambda label: f"payments@{label}.example.com"),
        "dependencyLayer": st.sampled_from(["true", "false"]),
        "ownsApiGatewayAccount": st.sampled_from(["true", "false"]),
        "domain": st.just("{}")
        | NAMES.map(
            lambda label: json.dumps(
                {
                    "name": f"{label}.example.com",
                    "certificateArn": f"arn:aws:acm:eu-central-1:{ACCOUNT}:certificate/one",
                }
            )
        ),
    }
)
