"""AWS's managed rules as far as AWS says what they look for: by group and name.

AWS keeps the patterns to itself and publishes what each rule inspects, its limits and examples
("AWS Managed Rules rule groups list", sections baseline and use-case specific); what stands here
blocks those examples and their nearest kin. Three rules can't be met on one machine: the lists
of addresses, and `Host_localhost_HEADER`, as everything here is called so.
"""

import re
from collections.abc import Mapping
from typing import Final

from local.emulator.firewall.asked import Asked

_PARTS: Final = {
    "arguments": "QUERYARGUMENTS",
    "body": "BODY",
    "cookie": "COOKIE",
    "headers": "HEADER",
    "path": "URIPATH",
    "query": "QUERYSTRING",
}
"""Place → how AWS ends the name of a rule that inspects it."""


def _everywhere(name: str, pattern: str, *places: str) -> dict[str, tuple[str, str]]:
    return {f"{name}_{_PARTS[place]}": (place, pattern) for place in places}


_SQL: Final = (
    r"(?i)'\s*(or|and)\b.{0,40}=|\bunion\b.{0,20}\bselect\b|;\s*(drop|delete|insert|update)\s"
    r"|\b(or|and)\s+\d+\s*=\s*\d+|'\s*--|\bsleep\s*\(\d"
)
_ARGUMENTS: Final = ("arguments", "body", "cookie", "path")
_COMMON: Final = {
    "NoUserAgent_HEADER": ("user-agent", r"^$"),
    "UserAgent_BadBots_HEADER": ("user-agent", r"(?i)nessus|nmap"),
    "SizeRestrictions_QUERYSTRING": ("query as sent", r"(?s)^.{2049}"),
    "SizeRestrictions_Cookie_HEADER": ("cookie", r"(?s)^.{10241}"),
    "SizeRestrictions_BODY": ("body", r"(?s)^.{8193}"),
    "SizeRestrictions_URIPATH": ("path as sent", r"(?s)^.{1025}"),
    **_everywhere("EC2MetaDataSSRF", r"169\.254\.169\.254", *_ARGUMENTS),
    **_everywhere("GenericLFI", r"\.\./|\.\.\\", "arguments", "body", "path"),
    "RestrictedExtensions_URIPATH": ("path", r"(?i)\.(log|ini|conf|bak|cfg)$"),
    "RestrictedExtensions_QUERYARGUMENTS": ("arguments", r"(?i)\.(log|ini|conf|bak|cfg)$"),
    **_everywhere("GenericRFI", r"(?i)(https?|ftps?)://\d+\.\d+\.\d+\.\d+", "arguments", "body",
                  "path"),
    **_everywhere(
        "CrossSiteScripting", r"(?i)<\s*script|javascript:|<[^>]+\son\w+\s*=", *_ARGUMENTS
    ),
}  # fmt: skip
_BAD_INPUTS: Final = {
    **_everywhere(
        "JavaDeserializationRCE", r"java\.lang\.Runtime|class\.module\.classLoader",
        "headers", "body", "path", "query",
    ),
    "PROPFIND_METHOD": ("method", r"^PROPFIND$"),
    "ExploitablePaths_URIPATH": ("path", r"(?i)web-inf"),
    **_everywhere("Log4JRCE", r"(?i)\$\{jndi:", "headers", "body", "path", "query"),
}  # fmt: skip
RULES: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "AWSManagedRulesAmazonIpReputationList": {},
    "AWSManagedRulesCommonRuleSet": _COMMON,
    "AWSManagedRulesKnownBadInputsRuleSet": _BAD_INPUTS,
    "AWSManagedRulesSQLiRuleSet": {
        **_everywhere("SQLi", _SQL, *_ARGUMENTS),
        **_everywhere("SQLiExtendedPatterns", r"(?i)\bhaving\s+\d+\s*=\s*\d+", "arguments", "body"),
    },
}
"""Group → rule → place and pattern."""


def blocking(group: str, counted: frozenset[str], asked: Asked) -> str:
    """The rule of a group that blocks a request; empty where none does.

    Raises:
        KeyError: nobody wrote down what the group looks for.
    """
    for name, (place, pattern) in RULES[group].items():
        if name not in counted and any(re.search(pattern, text) for text in asked.texts(place)):
            return name
    return ""
