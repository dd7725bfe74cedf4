"""By hand: gateway, firewall, users."""

from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    API_BASE_PATH,
    API_INTEGRATION,
    API_METHOD_SETTINGS,
    BUCKET_V2,
    REST_API,
    WEB_ACL,
    WEB_ACL_LOGGING,
)
from policy_proof.by_hand.row import Row, Watched
from policy_proof.edit import DROP

_GROUP: Final = "rules[].statement.managedRuleGroupStatement"
_ONE_ENDPOINT: Final = "apigw-default-endpoint-disabled-when-domain"

ROWS: Final = (
    Row(
        _ONE_ENDPOINT,
        REST_API,
        "disableExecuteApiEndpoint",
        {"disableExecuteApiEndpoint": False},
        "own domain",
    ),
    Row("apigw-client-cert-or-mtls", API_INTEGRATION, "type", {"type": "HTTP_PROXY"}),
    Row(
        "apigw-cache-encrypted",
        API_METHOD_SETTINGS,
        "settings.cacheDataEncrypted",
        {"settings.cachingEnabled": True, "settings.cacheDataEncrypted": DROP},
    ),
    Row(
        "waf-required-managed-groups",
        WEB_ACL,
        f"{_GROUP}.ruleActionOverrides[].actionToUse",
        {
            "rules[3].statement.managedRuleGroupStatement.ruleActionOverrides": [
                {"name": "Anything", "actionToUse": {"count": {}}}
            ]
        },
    ),
)
NO_MUTANT: Final[Mapping[Watched, str]] = {
    (
        "apigw-trust-store-kept",
        BUCKET_V2,
        "bucket",
    ): "As of a Bucket; no trust store here lies in one of the old type.",
    (
        _ONE_ENDPOINT,
        API_BASE_PATH,
        "restApi",
    ): "It finds the API; without it there is no second endpoint.",
    (
        "waf-log-redacts-auth",
        WEB_ACL_LOGGING,
        "resourceArn",
    ): "It says whose log it is; that each firewall has one is rule 20's.",
    (
        "waf-logging",
        WEB_ACL_LOGGING,
        "loggingFilter.filters[].behavior",
    ): "A filter may drop what its conditions name alone; those are watched.",
}
