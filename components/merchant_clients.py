"""Where merchants' machines get their tokens."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.outputs import StackDefaults
from components.parts.routes import SCOPES
from runtime.contract.scopes import RESOURCE_SERVER


@dataclass(frozen=True)
class MerchantClientsArgs:
    """Where the pool lives; `till merchants` makes the clients in it."""

    defaults: StackDefaults


class MerchantClients(pulumi.ComponentResource):
    """Machines that speak for merchants: OAuth2 client credentials, no person's password.

    Creates: a Cognito user pool with its domain and its answers to risks, the resource server
    `payments` with its scopes.
    Guarantees: nobody signs up, and for the day that a person appears: MFA, fourteen characters,
    threat protection. The clients come and go without a deployment (`till merchants`).
    """

    user_pool_id: pulumi.Output[str]
    user_pool_arn: pulumi.Output[str]
    token_url: pulumi.Output[str]

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
        aws.cognito.ResourceServer(
            f"{name}-scopes",
            identifier=RESOURCE_SERVER,
            name=RESOURCE_SERVER,
            scopes=[
                {"scope_name": scope, "scope_description": what} for scope, what in SCOPES.items()
            ],
            user_pool_id=pool.id,
            opts=child,
        )
        self.user_pool_id = pool.id
        self.user_pool_arn = pool.arn
        self.token_url = domain.domain.apply(
            lambda prefix: f"{context.sign_in(prefix)}/oauth2/token"
        )
        self.register_outputs(
            {
                "user_pool_id": self.user_pool_id,
                "user_pool_arn": self.user_pool_arn,
                "token_url": self.token_url,
            }
        )

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """What a merchant's backend is told, and where clients are made."""
        return {
            "token_url": self.token_url,
            "user_pool_id": self.user_pool_id,
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
