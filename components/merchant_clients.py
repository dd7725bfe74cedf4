"""Who may call the gateway: one app client per merchant."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.outputs import StackDefaults
from components.parts.routes import SCOPES


@dataclass(frozen=True)
class MerchantClientsArgs:
    """The settings' merchants: the names that payments are filed under."""

    defaults: StackDefaults


class MerchantClients(pulumi.ComponentResource):
    """Machines that speak for merchants: OAuth2 client credentials, no person's password.

    Creates: a Cognito user pool with its domain and its answers to risks, the resource server
    `payments` with its scopes, an app client per merchant.
    Guarantees: tokens of fifteen minutes (PCI DSS 8.2.8), no other flow, nobody signs up, and for
    the day that a person appears: MFA, fourteen characters, threat protection.
    """

    user_pool_id: pulumi.Output[str]
    user_pool_arn: pulumi.Output[str]
    token_url: pulumi.Output[str]
    clients: pulumi.Output[dict[str, str]]
    """Merchant → client id."""
    client_secrets: pulumi.Output[dict[str, str]]
    """Merchant → client secret; secret."""

    def __init__(
        self, name: str, args: MerchantClientsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:MerchantClients", name, None, opts)
        context = args.defaults.context
        child = pulumi.ResourceOptions(parent=self)
        pool = _pool(self, name, args)
        _risks(self, name, pool)
        domain = aws.cognito.UserPoolDomain(
            f"{name}-domain",
            domain=context.name(context.account),
            user_pool_id=pool.id,
            opts=child,
        )
        server = aws.cognito.ResourceServer(
            f"{name}-scopes",
            identifier="payments",
            name="payments",
            scopes=[
                {"scope_name": scope, "scope_description": what} for scope, what in SCOPES.items()
            ],
            user_pool_id=pool.id,
            opts=child,
        )
        clients = {
            merchant: _client(self, f"{name}-{merchant}", context.name(merchant), pool, server)
            for merchant in args.defaults.settings.merchants
        }
        self.user_pool_id = pool.id
        self.user_pool_arn = pool.arn
        self.token_url = domain.domain.apply(
            lambda prefix: f"{context.sign_in(prefix)}/oauth2/token"
        )
        self.clients = pulumi.Output.all(**{each: client.id for each, client in clients.items()})
        self.client_secrets = pulumi.Output.secret(
            pulumi.Output.all(**{each: client.client_secret for each, client in clients.items()})
        )
        self.register_outputs(
            {
                "user_pool_id": self.user_pool_id,
                "user_pool_arn": self.user_pool_arn,
                "token_url": self.token_url,
                "clients": self.clients,
                "client_secrets": self.client_secrets,
            }
        )

    @property
    def exports(self) -> dict[str, pulumi.Output[Any]]:
        """What a merchant's backend is told, as the stack exports it."""
        return {
            "token_url": self.token_url,
            "user_pool_id": self.user_pool_id,
            "clients": self.clients,
            "client_secrets": self.client_secrets,
        }


def _pool(
    parent: pulumi.ComponentResource, name: str, args: MerchantClientsArgs
) -> aws.cognito.UserPool:
    return aws.cognito.UserPool(
        f"{name}-pool",
        name=args.defaults.context.name("merchants"),
        admin_create_user_config={"allow_admin_create_user_only": True},
        password_policy={
            "minimum_length": limits.PASSWORD_LENGTH,
            "require_lowercase": True,
            "require_numbers": True,
            "require_symbols": True,
            "require_uppercase": True,
            "password_history_size": limits.PASSWORD_HISTORY,
            "temporary_password_validity_days": limits.TEMPORARY_PASSWORD_DAYS,
        },
        mfa_configuration="ON",
        software_token_mfa_configuration={"enabled": True},
        user_pool_tier="PLUS",
        user_pool_add_ons={"advanced_security_mode": "ENFORCED"},
        deletion_protection="ACTIVE" if args.defaults.context.protect else "INACTIVE",
        tags=args.defaults.context.tags("restricted"),
        opts=pulumi.ResourceOptions(parent=parent, protect=args.defaults.context.protect),
    )


def _risks(parent: pulumi.ComponentResource, name: str, pool: aws.cognito.UserPool) -> None:
    """What threat protection does about a login that looks stolen."""
    aws.cognito.RiskConfiguration(
        f"{name}-risks",
        user_pool_id=pool.id,
        compromised_credentials_risk_configuration={"actions": {"event_action": "BLOCK"}},
        account_takeover_risk_configuration={
            "actions": {
                "high_action": {"event_action": "BLOCK", "notify": False},
                "medium_action": {"event_action": "MFA_REQUIRED", "notify": False},
            }
        },
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _client(
    parent: pulumi.ComponentResource,
    name: str,
    physical: str,
    pool: aws.cognito.UserPool,
    server: aws.cognito.ResourceServer,
) -> aws.cognito.UserPoolClient:
    return aws.cognito.UserPoolClient(
        f"{name}-client",
        name=physical,
        user_pool_id=pool.id,
        generate_secret=True,
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_scopes=[f"payments/{scope}" for scope in SCOPES],
        explicit_auth_flows=[],
        supported_identity_providers=["COGNITO"],
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        access_token_validity=limits.ACCESS_TOKEN_MINUTES,
        id_token_validity=limits.ACCESS_TOKEN_MINUTES,
        refresh_token_validity=limits.REFRESH_TOKEN_MINUTES,
        token_validity_units={
            "access_token": "minutes",
            "id_token": "minutes",
            "refresh_token": "minutes",
        },
        # The scopes are text, so the order must be said.
        opts=pulumi.ResourceOptions(
            parent=parent, depends_on=[server], additional_secret_outputs=["clientSecret"]
        ),
    )
