"""What stands between an API Gateway and the internet: firewall, TLS, throttle, one endpoint."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.predicates import NOT_EMPTY, Config, Predicate, above_zero, equal, like
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    API_BASE_PATH,
    API_DOMAIN,
    API_INTEGRATION,
    API_METHOD_SETTINGS,
    API_STAGE,
    API_USAGE_PLAN,
    REST_API,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
)
from ..framework.values import ABSENT
from ._gateway import same_api, settings_of

_OFF: Final = (False, "false")


def _needs_encryption(resource: Resource) -> bool:
    return resource.type == API_STAGE or resource.get("settings.cachingEnabled") not in (
        ABSENT,
        *_OFF,
    )


CACHE_ENCRYPTED: Final = Rule(
    number="5",
    name="apigw-cache-encrypted",
    description="Answers are not cached, or encrypted where they are.",
    severity=Severity.MEDIUM,
    pci=("3.5.1",),
    references=("APIGateway.5", "CKV_AWS_308"),
    when=_needs_encryption,
    property_rules={
        API_STAGE: (
            PropertyRule(
                "cacheClusterEnabled",
                Predicate(lambda value, config: config["allowCache"] or value in _OFF, (True,)),
                "Set cache_cluster_enabled to False: every answer here is somebody's payment.",
                optional=True,
            ),
        ),
        API_METHOD_SETTINGS: (
            PropertyRule(
                "settings.cacheDataEncrypted",
                equal(True),
                "Set cache_data_encrypted to True, or caching_enabled to False.",
            ),
        ),
    },
    watches={API_METHOD_SETTINGS: {"settings.cachingEnabled": ()}},
    config={"allowCache": False},
)


def _has_a_firewall(stack: Stack, stage: Resource, _config: Config) -> Iterator[Finding]:
    if not stack.naming(stage, WEB_ACL_ASSOCIATION, "resourceArn", "arn"):
        yield Finding("Add an aws.wafv2.WebAclAssociation with this stage's arn as resource_arn.")


STAGE_FIREWALL: Final = Rule(
    number="6",
    name="apigw-stage-waf-associated",
    description="A web application firewall stands before every stage.",
    severity=Severity.CRITICAL,
    pci=("6.4.2",),
    references=("APIGateway.4", "CKV2_AWS_29", "AwsSolutions-APIG3"),
    property_rules={
        WEB_ACL_ASSOCIATION: (
            PropertyRule(
                "webAclArn",
                NOT_EMPTY,
                "Pass the ARN of an aws.wafv2.WebAcl.",
                producers=(WEB_ACL,),
            ),
        )
    },
    subjects=(API_STAGE,),
    stack=_has_a_firewall,
    watches={WEB_ACL_ASSOCIATION: {"resourceArn": (API_STAGE,)}},
)

_MODERN: Final = like(r"TLS_1_2|SecurityPolicy_TLS1[23]_\w+", counterexamples=("TLS_1_0",))
_TLS: Final = PropertyRule(
    "securityPolicy", _MODERN, "Set security_policy to one with TLS 1.2 or newer."
)

_STRICT: Final = PropertyRule(
    "endpointAccessMode",
    equal("STRICT"),
    "Set endpoint_access_mode to STRICT: the name in TLS and in HTTP must be the same.",
    optional=True,
)

TLS_POLICY: Final = Rule(
    number="11",
    name="apigw-tls-policy",
    description="Gateways speak TLS 1.2 or newer.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    references=("CKV_AWS_206",),
    property_rules={REST_API: (_TLS, _STRICT), API_DOMAIN: (_TLS, _STRICT)},
)

INTEGRATION_TLS: Final = Rule(
    number="123",
    name="apigw-integration-tls",
    description="The gateway calls nobody whose certificate it does not check.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    property_rules={
        API_INTEGRATION: (
            PropertyRule(
                "tlsConfig.insecureSkipVerification",
                equal(False),
                "Leave it out, and give the server a certificate that can be checked.",
                optional=True,
            ),
        )
    },
)


def _has_one_door(stack: Stack, api: Resource, _config: Config) -> Iterator[Finding]:
    if stack.naming(api, API_BASE_PATH, "restApi", "id") and api.known(
        "disableExecuteApiEndpoint", False
    ) not in (True, "true"):
        yield Finding("Set disable_execute_api_endpoint to True: the API has a domain of its own.")


ONE_DOOR: Final = Rule(
    number="12",
    name="apigw-default-endpoint-disabled-when-domain",
    description="An API with a domain of its own is not reached by AWS's name for it.",
    severity=Severity.MEDIUM,
    pci=("1.4.1",),
    unreviewed_controls=("6.4.2",),
    subjects=(REST_API,),
    stack=_has_one_door,
    watches={
        REST_API: {"disableExecuteApiEndpoint": ()},
        API_BASE_PATH: {"restApi": (REST_API,)},
    },
)


def _every_method_is_throttled(stack: Stack, stage: Resource, _config: Config) -> Iterator[Finding]:
    if not any(each.get("methodPath") == "*/*" for each in settings_of(stack, stage)):
        yield Finding("Add MethodSettings for this stage with method_path */* and throttling.")


_RATE: Final = above_zero("rate", 5_000)
_BURST: Final = above_zero("burst", 2_500)

THROTTLING: Final = Rule(
    number="13",
    name="apigw-throttling",
    description="Every method is throttled.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.4.1",),
    property_rules={
        API_METHOD_SETTINGS: (
            PropertyRule(
                "settings.throttlingRateLimit",
                _RATE,
                "Set throttling_rate_limit to 5,000 or less.",
            ),
            PropertyRule(
                "settings.throttlingBurstLimit",
                _BURST,
                "Set throttling_burst_limit to 2,500 or less.",
            ),
        ),
        API_USAGE_PLAN: (
            PropertyRule("throttleSettings.rateLimit", _RATE, "Set rate_limit to 5,000 or less."),
            PropertyRule(
                "throttleSettings.burstLimit", _BURST, "Set burst_limit to 2,500 or less."
            ),
        ),
    },
    subjects=(API_STAGE,),
    stack=_every_method_is_throttled,
    watches={API_METHOD_SETTINGS: {"methodPath": (), "stageName": (API_STAGE,)}},
    # An account has 10,000 a second for all its APIs: a method with as much has no bound.
    config={"rate": 5_000, "burst": 2_500},
)


def _is_known_behind(stack: Stack, stage: Resource, _config: Config) -> Iterator[Finding]:
    servers = [
        each
        for each in stack.of(API_INTEGRATION)
        if each.get("type") in ("HTTP", "HTTP_PROXY") and same_api(each, stage)
    ]
    domains = [
        domain
        for mapping in stack.of(API_BASE_PATH)
        if same_api(mapping, stage)
        for domain in stack.of(API_DOMAIN)
        if mapping.refers_to("domainName", domain, "domainName")
    ]
    if (
        servers
        and stage.get("clientCertificateId") in (ABSENT, "")
        and not any(each.get("mutualTlsAuthentication") is not ABSENT for each in domains)
    ):
        yield Finding("Set client_certificate_id, so that the server behind knows the gateway.")


CLIENT_CERTIFICATE: Final = Rule(
    number="14",
    name="apigw-client-cert-or-mtls",
    description="A server behind the gateway can tell that the gateway calls.",
    severity=Severity.MEDIUM,
    pci=("2.2.7", "4.2.1"),
    references=("APIGateway.2", "CKV2_AWS_51"),
    level=EnforcementLevel.ADVISORY,
    subjects=(API_STAGE,),
    stack=_is_known_behind,
    watches={API_INTEGRATION: {"type": ()}},
)

RULES: Final = (
    CACHE_ENCRYPTED,
    STAGE_FIREWALL,
    TLS_POLICY,
    INTEGRATION_TLS,
    ONE_DOOR,
    THROTTLING,
    CLIENT_CERTIFICATE,
)
