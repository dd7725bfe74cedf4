"""The API that merchants and operators call."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults
from components.merchant_clients import MerchantClients
from components.parts.alarm import Watch, alarm
from components.parts.firewall import firewall
from components.parts.function import PackagedFunction
from components.parts.gateway_logs import ACCESS_LOG_FORMAT, account_logging
from components.parts.gateway_problems import HEADERS, RESPONSES, gateway_responses, template
from components.parts.log_group import log_group
from components.parts.rest_api import REQUEST_MODEL, api_parts, methods
from components.parts.routes import ROUTES
from components.parts.trust_store import trust_store
from runtime.contract.problems import DOCUMENTATION_VARIABLE
from runtime.contract.settings import Domain

_STAGE = "live"
_TLS_POLICY = "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
"""TLS 1.2 or newer, forward secrecy only (AWS: "Supported security policies")."""
_MUTUAL_TLS_POLICY = "TLS_1_2"
"""AWS, "Choose a security policy for your custom domain": mutual TLS can't be enabled under one of
the enhanced policies, to which the access mode belongs as well."""


@dataclass(frozen=True)
class SecureGatewayArgs:
    """`functions` answer the routes; the merchants' tokens open them."""

    defaults: StackDefaults
    functions: Sequence[PackagedFunction]
    merchants: MerchantClients


class SecureGateway(pulumi.ComponentResource):
    """A REST API that answers within two seconds and lets nothing through that it could refuse.

    Creates: the API with a method per route, its authorizer, validator and problem responses, a
    stage with access and execution logs, a firewall, an alarm on its own errors, and a domain
    where one is given, with a trust store where callers must show a client certificate.
    Guarantees: a scope or an AWS identity on every method but health, TLS 1.2 or newer, throttles
    below what the functions reserve, an integration timeout of 1.9 s, no body in any log, tracing.
    """

    url: pulumi.Output[str]
    """`<url>/v1/payments` is where a payment is made."""
    api_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: SecureGatewayArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:SecureGateway", name, None, opts)
        self._name = name
        self._args = args
        context = self._context = args.defaults.context
        settings = self._settings = args.defaults.settings
        api = aws.apigateway.RestApi(
            f"{name}-api",
            name=context.name("gateway"),
            endpoint_configuration={"types": "REGIONAL"},
            security_policy=_TLS_POLICY,
            endpoint_access_mode="STRICT",
            disable_execute_api_endpoint=settings.domain is not None,
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.api_id = api.id
        stage = self._stage(api)
        self._throttle(api, stage)
        firewall(self, name, args.defaults, stage)
        own = settings.domain
        self.url = self._domain(api, stage, own) if own else stage.invoke_url
        errors = Watch(
            "gateway-5xx",
            "The gateway answered with a server error",
            "AWS/ApiGateway",
            "5XXError",
            {"ApiName": context.name("gateway"), "Stage": _STAGE},
        )
        alarm(self, f"{name}-5xx", args.defaults, errors)
        self.register_outputs({"url": self.url, "api_id": self.api_id})

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """Where the stack is called, as it exports it."""
        return {"gateway_url": self.url}

    def _stage(self, api: aws.apigateway.RestApi) -> aws.apigateway.Stage:
        name, args, context = self._name, self._args, self._context
        parts = api_parts(self, name, context, _STAGE, api, args.merchants.user_pool_arn)
        content = [
            *methods(parts, {each.handler: each for each in args.functions}),
            *gateway_responses(self, name, api, self._settings.error_documentation),
        ]
        deployment = aws.apigateway.Deployment(
            f"{name}-deployment",
            rest_api=api.id,
            triggers={"content": _fingerprint(self._settings.error_documentation)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=content),
        )
        access = log_group(
            self,
            f"{name}-access",
            f"/aws/apigateway/{context.name('gateway')}",
            args.defaults,
        )
        # Made here because the gateway would make it without a key and keep it for ever.
        execution = log_group(
            self,
            f"{name}-execution",
            api.id.apply(lambda api_id: f"API-Gateway-Execution-Logs_{api_id}/{_STAGE}"),
            args.defaults,
        )
        account = (
            [account_logging(self, name, context)]
            if self._settings.owns_api_gateway_account
            else []
        )
        return aws.apigateway.Stage(
            f"{name}-stage",
            rest_api=api.id,
            deployment=deployment.id,
            stage_name=_STAGE,
            access_log_settings={"destination_arn": access.arn, "format": ACCESS_LOG_FORMAT},
            variables={DOCUMENTATION_VARIABLE: self._settings.error_documentation},
            xray_tracing_enabled=True,
            cache_cluster_enabled=False,
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[execution, *account]),
        )

    def _throttle(self, api: aws.apigateway.RestApi, stage: aws.apigateway.Stage) -> None:
        throttle = self._settings.throttle
        paths = {"all": ("*/*", throttle)} | {
            route.name: (_setting_key(route.path, route.method), route.limits(throttle))
            for route in ROUTES
        }
        for name, (path, own) in paths.items():
            aws.apigateway.MethodSettings(
                f"{self._name}-{name}-settings",
                rest_api=api.id,
                stage_name=stage.stage_name,
                method_path=path,
                settings={
                    "logging_level": "ERROR",
                    "data_trace_enabled": False,
                    "metrics_enabled": True,
                    "caching_enabled": False,
                    "throttling_rate_limit": own.rate,
                    "throttling_burst_limit": own.burst,
                },
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _domain(
        self, api: aws.apigateway.RestApi, stage: aws.apigateway.Stage, own: Domain
    ) -> pulumi.Output[str]:
        file = self._settings.trust_store_file
        store = trust_store(self, self._name, self._args.defaults, file) if file else None
        domain = aws.apigateway.DomainName(
            f"{self._name}-domain",
            domain_name=own.name,
            regional_certificate_arn=own.certificate_arn,
            ownership_verification_certificate_arn=own.ownership_certificate_arn,
            endpoint_configuration={"types": "REGIONAL"},
            mutual_tls_authentication=store,
            security_policy=_MUTUAL_TLS_POLICY if store else _TLS_POLICY,
            endpoint_access_mode=None if store else "STRICT",
            tags=self._context.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        mapping = aws.apigateway.BasePathMapping(
            f"{self._name}-domain-mapping",
            domain_name=domain.domain_name,
            rest_api=api.id,
            stage_name=stage.stage_name,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return mapping.domain_name.apply(lambda name: f"https://{name}")


def _fingerprint(documentation: str) -> str:
    """Changes whenever the API does, so that the stage gets a new deployment."""
    content = [
        [asdict(route) for route in ROUTES],
        {kind: template(code, documentation) for kind, code in RESPONSES.items()},
        HEADERS,
        REQUEST_MODEL,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _setting_key(path: str, method: str) -> str:
    """A method as stage settings name it: slashes inside the path are written as ~1."""
    return f"{path.replace('/', '~1')}/{method}"
