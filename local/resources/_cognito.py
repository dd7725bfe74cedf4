"""Cognito user pools: the tokens of the merchants' clients."""

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made

_CLIENT = {
    "allowedOauthFlows": "AllowedOAuthFlows",
    "allowedOauthFlowsUserPoolClient": "AllowedOAuthFlowsUserPoolClient",
    "allowedOauthScopes": "AllowedOAuthScopes",
    "callbackUrls": "CallbackURLs",
    "logoutUrls": "LogoutURLs",
    "name": "ClientName",
}


class UserPool(Kind):
    """A user pool."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPool, then SetUserPoolMfaConfig, without which MFA has no second factor."""
        client = cloud.client("cognito-idp")
        inputs.skip("tagsAll")
        values = inputs.rename({"name": "PoolName", "tags": "UserPoolTags"})
        if password := inputs.take("passwordPolicy"):
            policy = inputs.nested(password)
            values["Policies"] = {"PasswordPolicy": policy.params(*password)}
        mfa = inputs.params("mfaConfiguration", "softwareTokenMfaConfiguration")
        made = client.create_user_pool(
            **values,
            **inputs.params(
                "accountRecoverySetting",
                "adminCreateUserConfig",
                "aliasAttributes",
                "autoVerifiedAttributes",
                "deletionProtection",
                "userPoolAddOns",
                "userPoolTier",
                "usernameAttributes",
                "usernameConfiguration",
            ),
        )["UserPool"]
        if mfa:
            client.set_user_pool_mfa_config(UserPoolId=made["Id"], **mfa)
        endpoint = f"cognito-idp.{cloud.region}.amazonaws.com/{made['Id']}"
        return made["Id"], {"arn": made["Arn"], "endpoint": endpoint}


class UserPoolDomain(Kind):
    """The host of the token endpoint; the emulator serves it at `<endpoint>/oauth2/token`."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPoolDomain."""
        domain = inputs.need("domain")
        cloud.client("cognito-idp").create_user_pool_domain(
            Domain=domain, **inputs.params("managedLoginVersion", "userPoolId")
        )
        return domain, {"awsAccountId": cloud.account_id}


class ResourceServer(Kind):
    """An API and its scopes."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateResourceServer."""
        params = inputs.params("identifier", "name", "scopes", "userPoolId")
        made = cloud.client("cognito-idp").create_resource_server(**params)["ResourceServer"]
        identifier = made["Identifier"]
        scopes = [f"{identifier}/{one['ScopeName']}" for one in made.get("Scopes", [])]
        return f"{made['UserPoolId']}|{identifier}", {"scopeIdentifiers": scopes}


class UserPoolClient(Kind):
    """One client of the API, with its secret."""

    secret_outputs = frozenset({"clientSecret"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateUserPoolClient."""
        made = cloud.client("cognito-idp").create_user_pool_client(
            **inputs.rename(_CLIENT),
            **inputs.params(
                "accessTokenValidity",
                "authSessionValidity",
                "enableTokenRevocation",
                "explicitAuthFlows",
                "generateSecret",
                "idTokenValidity",
                "preventUserExistenceErrors",
                "readAttributes",
                "refreshTokenValidity",
                "supportedIdentityProviders",
                "tokenValidityUnits",
                "userPoolId",
                "writeAttributes",
            ),
        )["UserPoolClient"]
        return made["ClientId"], {"clientSecret": made.get("ClientSecret")}


KINDS = {
    aws.cognito.ResourceServer: ResourceServer,
    aws.cognito.UserPool: UserPool,
    aws.cognito.UserPoolClient: UserPoolClient,
    aws.cognito.UserPoolDomain: UserPoolDomain,
}
