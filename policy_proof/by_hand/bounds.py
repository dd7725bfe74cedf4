"""By hand: networks in pieces, and what is set and bounds nothing."""

import json
from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    API_MODEL,
    API_RESPONSE,
    BUCKET,
    BUCKET_V2,
    EGRESS_RULE,
    FUNCTION_URL,
    IDENTITY_POOL,
    INGRESS_RULE,
    MANAGED_USER_POOL_CLIENT,
    REST_API,
    REST_API_PUT,
    RISK_CONFIGURATION,
    SECRET,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    TABLE,
    TRAIL,
    USER_POOL,
    USER_POOL_CLIENT,
)
from policies.pci.rules.network_pieces import ROUTES_LEAD_TO_OURS
from policy_proof.by_hand.row import Row, Watched
from policy_proof.edit import DROP
from policy_proof.resources import resource

_RING: Final = "alarm-can-ring"
_ARRIVES: Final = "alarm-arrives"
_HEARD: Final = "alarm-topic-subscribed"
_PIECES: Final = "sg-not-open-in-pieces"
_PEERS: Final = "sg-peers-are-ours"
_ROUTES: Final = "routes-lead-to-ours"
_CORS: Final = "cors-origins-ours"
_SCOPES: Final = "cognito-scopes-ours"
_BACK: Final = "cognito-callbacks-ours"
_EVENTS: Final = "cloudtrail-management-events"


def _tagged(kind: str, worth: str) -> Row:
    return Row("data-classes-agree", kind, "tags", {"tags": {"data-classification": worth}})


_OPEN_BODY: Final = json.dumps({"headers": {"Access-Control-Allow-Origin": "*"}})

ROWS: Final = (
    *(
        Row(_PIECES, SECURITY_GROUP, f"egress[].{path}",
            {"egress": [{"protocol": "tcp", "fromPort": 0, "toPort": 65_535}]}, "network")
        for path in ("fromPort", "toPort")
    ),
    *(
        Row(_PIECES, kind, path, {}, "network",
            add=(resource(kind, {"type": "egress", "protocol": "tcp", "ipProtocol": "tcp",
                                 "fromPort": 0, "toPort": 65_535}, "all"),))
        for kind in (EGRESS_RULE, SECURITY_GROUP_RULE)
        for path in ("fromPort", "toPort")
    ),
    *(
        Row(_PEERS, SECURITY_GROUP, f"{way}[].{key}[]", {way: [{key: ["sg-9"]}]}, "network")
        for way in ("ingress", "egress")
        for key in ("securityGroups", "prefixListIds")
        if (way, key) != ("ingress", "prefixListIds")
    ),
    *(
        Row(_PEERS, kind, path, {}, "network",
            add=(resource(kind, {"type": "egress", path.removesuffix("[]"): value}, "peer"),))
        for kind, path, value in (
            (SECURITY_GROUP_RULE, "sourceSecurityGroupId", "sg-9"),
            (SECURITY_GROUP_RULE, "prefixListIds[]", ["pl-9"]),
            (INGRESS_RULE, "referencedSecurityGroupId", "sg-9"),
            (EGRESS_RULE, "prefixListId", "pl-9"),
        )
    ),
    *(
        Row(_ROUTES, kind, path, {}, "network",
            add=(resource(kind, {"routes": [{path.removeprefix("routes[]."): "of-another"}],
                                 path: "of-another"}, "way"),))
        for kind, paths in ROUTES_LEAD_TO_OURS.watches.items()
        for path in paths
    ),
    *(
        Row("cognito-factors-count", USER_POOL, path, values)
        for path, values in (
            ("smsConfiguration", {"smsConfiguration": {"externalId": "x"}}),
            ("emailMfaConfiguration", {"emailMfaConfiguration": {"message": "m"}}),
            ("signInPolicy.allowedFirstAuthFactors[]",
             {"signInPolicy": {"allowedFirstAuthFactors": ["EMAIL_OTP"]}}),
            ("accountRecoverySetting.recoveryMechanisms[].name",
             {"accountRecoverySetting": {
                 "recoveryMechanisms": [{"name": "verified_phone_number"}]}}),
            ("deviceConfiguration.challengeRequiredOnNewDevice",
             {"deviceConfiguration": {"challengeRequiredOnNewDevice": True}}),
        )
    ),
    *(
        Row("cognito-risk-answers-bind", RISK_CONFIGURATION, path, values)
        for path, values in (
            ("riskExceptionConfiguration.skippedIpRangeLists[]",
             {"riskExceptionConfiguration": {"skippedIpRangeLists": ["0.0.0.0/1"]}}),
            ("compromisedCredentialsRiskConfiguration.eventFilters",
             {"compromisedCredentialsRiskConfiguration.eventFilters": ["SIGN_UP"]}),
            ("accountTakeoverRiskConfiguration.actions.mediumAction.eventAction",
             {"accountTakeoverRiskConfiguration.actions.mediumAction.eventAction": "NO_ACTION"}),
        )
    ),
    *(
        Row(_BACK, kind, path, {}, "apart", add=(resource(kind, {key: value}, "client"),))
        for kind in (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
        for path, key, value in (
            ("callbackUrls[]", "callbackUrls", ["https://localhost/"]),
            ("logoutUrls[]", "logoutUrls", ["https://localhost/"]),
            ("defaultRedirectUri", "defaultRedirectUri", "https://localhost/"),
        )
    ),
    *(
        Row(_SCOPES, kind, "allowedOauthScopes[]", {},
            add=(resource(kind, {"allowedOauthScopes": ["aws.cognito.signin.user.admin"]}, "c"),))
        for kind in (USER_POOL_CLIENT, MANAGED_USER_POOL_CLIENT)
    ),
    *(
        Row("cognito-identity-pool-checks", IDENTITY_POOL, path, {}, "apart",
            add=(resource(IDENTITY_POOL, {path.partition("[")[0]: value}, "pool"),))
        for path, value in (
            ("cognitoIdentityProviders[].serverSideTokenCheck", [{"serverSideTokenCheck": False}]),
            ("allowClassicFlow", True),
            ("supportedLoginProviders", {"graph.facebook.com": "1"}),
            ("developerProviderName", "login"),
        )
    ),
    *(
        Row(_CORS, kind, path, {}, "apart", add=(resource(kind, inputs, "open"),))
        for kind, path, inputs in (
            (BUCKET, "corsRules[].allowedOrigins[]", {"corsRules": [{"allowedOrigins": ["*"]}]}),
            (BUCKET_V2, "corsRules[].allowedOrigins[]", {"corsRules": [{"allowedOrigins": ["*"]}]}),
            (FUNCTION_URL, "cors.allowOrigins[]", {"cors": {"allowOrigins": ["*"]}}),
            (API_RESPONSE, "responseParameters",
             {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}),
        )
    ),
    Row("apigw-model-bounds", API_MODEL, "schema", {"schema": "{}"}),
    *(
        Row(_EVENTS, TRAIL, path, values, "audit")
        for path, values in (
            ("enableLogging", {"enableLogging": False}),
            ("eventSelectors[].readWriteType", {"eventSelectors[0].readWriteType": "WriteOnly"}),
            ("eventSelectors[].includeManagementEvents",
             {"eventSelectors[0].includeManagementEvents": False}),
            ("eventSelectors[].excludeManagementEventSources",
             {"eventSelectors[0].excludeManagementEventSources": ["kms.amazonaws.com"]}),
            ("advancedEventSelectors[].fieldSelectors[].field",
             {"eventSelectors": DROP, "advancedEventSelectors": [
                 {"fieldSelectors": [{"field": "eventCategory", "equals": ["Data"]}]}]}),
        )
    ),
    Row("no-card-data-by-name", API_MODEL, "schema",
        {"schema": '{"type": "object", "properties": {"pan": {}}}'}),
    *(
        Row(_CORS, kind, "body", {}, "apart", add=(resource(kind, {"body": _OPEN_BODY}, "open"),))
        for kind in (REST_API, REST_API_PUT)
    ),
    Row("no-card-data-by-name", USER_POOL, "schemas[].name", {"schemas": [{"name": "pan"}]}),
    _tagged(SECRET, "public"),
    Row("data-classes-agree", TABLE, "attributes[].name",
        {"attributes": [{"name": "email", "type": "S"}],
         "tags": {"data-classification": "internal"}}),
)  # fmt: skip

_FINDS: Final = "It finds the other one; what is found is judged."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    (_PIECES, kind, "securityGroupId"): _FINDS
    for kind in (EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP_RULE)
}
