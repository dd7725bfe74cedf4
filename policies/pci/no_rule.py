"""Resource types that may be declared though no rule looks into them, and why none has to.

Of every type its tags, its protection, its texts and whatever it names are judged all the same.
"""

from collections.abc import Mapping
from typing import Final

from .framework.tokens import (
    API_ACCOUNT,
    API_DEPLOYMENT,
    AUTO_SCALING_POLICY,
    BUCKET_OBJECT,
    DASHBOARD,
    INSTANCE_PROFILE,
    INTERNET_GATEWAY,
    KEY_ALIAS,
    LAYER,
    MAIL_TEMPLATE,
    NAT_GATEWAY,
    OIDC_PROVIDER,
    PROVISIONED_CONCURRENCY,
    RESOLVER_ASSOCIATION,
    RESOLVER_DOMAINS,
    RESOLVER_GROUP,
    RESOLVER_RULE,
    ROLE_POLICIES_EXCLUSIVE,
    SCHEMA,
    SCHEMA_REGISTRY,
    USER_POOL_DOMAIN,
)

_NAMES: Final = (
    "Which names can be looked up: it takes ways away and opens none; what leaves is judged at the "
    "security groups."
)

NO_RULE: Final[Mapping[str, str]] = {
    API_ACCOUNT: "Which role the gateway logs with; the role is judged.",
    API_DEPLOYMENT: "A snapshot of the methods, which are judged; its variables are those of a "
    "stage, and looked through for secrets.",
    AUTO_SCALING_POLICY: "How many machines there are, within the bounds of their group, which is "
    "judged.",
    BUCKET_OBJECT: "A file; the bucket that it lies in is judged.",
    DASHBOARD: "Which metrics are drawn; it sends none, and is looked through for secrets.",
    INSTANCE_PROFILE: "A name for a role, which is judged; that machines have one of the stack is.",
    INTERNET_GATEWAY: "A door; every route that leads to it is judged.",
    KEY_ALIAS: "A name; the key is judged, and who uses it names its ARN.",
    LAYER: "Code; that functions use layers of ours is judged.",
    MAIL_TEMPLATE: "A text of ours without a recipient, looked through for secrets.",
    NAT_GATEWAY: "A way out for those whose route leads to it; routes and security groups are "
    "judged.",
    OIDC_PROVIDER: "Who signs people in; every role that believes it is judged by audience and "
    "subject.",
    PROVISIONED_CONCURRENCY: "How many copies of a function wait; it opens nothing.",
    RESOLVER_ASSOCIATION: _NAMES,
    RESOLVER_DOMAINS: _NAMES,
    RESOLVER_GROUP: _NAMES,
    RESOLVER_RULE: _NAMES,
    ROLE_POLICIES_EXCLUSIVE: "It takes policies away that it does not name; those it names are "
    "judged.",
    SCHEMA: "What an event looks like, for whoever the registry's policy lets read; no event.",
    SCHEMA_REGISTRY: "A folder of schemas; its policy is judged.",
    USER_POOL_DOMAIN: "A name under AWS's own domain, with its TLS, or under ours.",
}
"""Type → reason. A type that may be declared and is neither looked into nor here fails a test."""
