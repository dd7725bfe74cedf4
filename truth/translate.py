"""A registration of the program in the words of the provider: its type, and its configuration.

Pulumi's names are the provider's in camelCase, with lists in the plural and a block that may
stand once as an object; what differs beyond that stands in two tables.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pulumi

from truth import protocol
from truth.schema import Block, Nested
from truth.skew import SKEW, Skew
from truth.wire import UNKNOWN

_MODULES: Final = {"apigateway": "api_gateway_", "ec2": "", "vpc": "vpc_"}
_TYPES: Final = {
    "aws:cloudtrail/trail:Trail": "aws_cloudtrail",
    "aws:apigateway/response:Response": "aws_api_gateway_gateway_response",
    "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "aws_sqs_queue_redrive_allow_policy",
    "aws:sqs/redrivePolicy:RedrivePolicy": "aws_sqs_queue_redrive_policy",
}
# Type → path in the program's words → the provider's attribute.
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "aws_api_gateway_authorizer": {"restApi": "rest_api_id"},
    "aws_api_gateway_base_path_mapping": {"restApi": "api_id"},
    "aws_api_gateway_deployment": {"restApi": "rest_api_id"},
    "aws_api_gateway_integration": {"restApi": "rest_api_id"},
    "aws_api_gateway_integration_response": {"restApi": "rest_api_id"},
    "aws_api_gateway_method": {"restApi": "rest_api_id"},
    "aws_api_gateway_method_response": {"restApi": "rest_api_id"},
    "aws_api_gateway_method_settings": {"restApi": "rest_api_id"},
    "aws_api_gateway_model": {"restApi": "rest_api_id"},
    "aws_api_gateway_request_validator": {"restApi": "rest_api_id"},
    "aws_api_gateway_resource": {"restApi": "rest_api_id"},
    "aws_api_gateway_stage": {"restApi": "rest_api_id", "deployment": "deployment_id"},
    "aws_cloudwatch_metric_alarm": {"name": "alarm_name"},
    "aws_lambda_function": {"code": "filename", "name": "function_name"},
    "aws_lambda_layer_version": {"code": "filename"},
    "aws_lambda_permission": {"function": "function_name"},
    "aws_sns_topic_subscription": {"topic": "topic_arn"},
}
ARCHIVE: Final = "archive.zip"
"""What stands for an archive: the provider takes a file's name, and opens it at the creation."""


class TranslationError(Exception):
    """The provider has no such attribute, and no entry of the skew says why."""


def type_of(token: str) -> str:
    """`aws:sqs/queue:Queue` → `aws_sqs_queue`."""
    if token in _TYPES:
        return _TYPES[token]
    module, _, name = token.removeprefix("aws:").partition("/")
    prefix = _MODULES.get(module, f"{module}_")
    return f"aws_{prefix}{snake(name.partition(':')[0])}"


def configuration(
    token: str,
    inputs: Mapping[str, Any],
    block: Block,
    skew: Mapping[str, tuple[Skew, ...]] = SKEW,
) -> dict[str, Any]:
    """The inputs as the provider's configuration; what was not said is null.

    Raises:
        TranslationError: an input that the provider does not know.
    """
    kind = type_of(token)
    return _block(kind, "", _skewed(skew.get(kind, ()), inputs), block)


def proposed(
    config: Mapping[str, Any], block: Block, prior: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What Terraform proposes: the configuration, and the prior value of what AWS may set.

    (Terraform, "Resource Instance Change Lifecycle".) Without a prior value it is null: the
    provider itself says in its plan what is unknown.
    """
    found: dict[str, Any] = {}
    for name, attribute in block.attributes.items():
        value = config[name]
        if value is None and attribute.computed:
            value = (prior or {}).get(name)
        found[name] = None if attribute.write_only else value
    for name, nested in block.blocks.items():
        before = (prior or {}).get(name)
        found[name] = _proposed(nested, config[name], before)
    return found


def _proposed(nested: Nested, wanted: Any, before: Any) -> Any:
    if isinstance(wanted, Mapping):
        return proposed(wanted, nested.block, before)
    if not isinstance(wanted, list):
        return wanted
    olds = list(before or [])
    if nested.nesting == protocol.LIST:
        olds += [None] * (len(wanted) - len(olds))
        return [proposed(each, nested.block, old) for each, old in zip(wanted, olds, strict=False)]
    return [proposed(each, nested.block, _like(each, olds, nested.block)) for each in wanted]


def _like(wanted: Mapping[str, Any], olds: list[Any], block: Block) -> Any:
    """The member of a set that says the same where something was said."""
    for old in olds:
        if all(
            wanted[name] == old[name] or (wanted[name] is None and attribute.computed)
            for name, attribute in block.attributes.items()
        ):
            return old
    return None


def _skewed(entries: tuple[Skew, ...], inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    for entry in entries:
        inputs = entry.apply(inputs)
    return inputs


def _block(kind: str, path: str, values: Mapping[str, Any], block: Block) -> dict[str, Any]:
    found = block.empty()
    for key, value in values.items():
        inner = f"{path}.{key}" if path else key
        name = name_of(kind, inner, key, block)
        if name in block.blocks:
            found[name] = _nested(kind, inner, value, block.blocks[name])
        else:
            found[name] = typed(value, block.attributes[name].type)
    return found


def attribute(kind: str, key: str, block: Block) -> str:
    """The provider's name of an input.

    Raises:
        TranslationError: the provider does not know it.
    """
    return name_of(kind, key, key, block)


def name_of(kind: str, path: str, key: str, block: Block) -> str:
    """The provider's name for a key at a path.

    Raises:
        TranslationError: it has none.
    """
    known = {*block.attributes, *block.blocks}
    given = _NAMES.get(kind, {}).get(path)
    for name in (given, *singulars(snake(key))):
        if name in known:
            return str(name)
    raise TranslationError(f"{kind} has nothing for {path!r}; it knows {', '.join(sorted(known))}.")


def _nested(kind: str, path: str, value: Any, nested: Nested) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if nested.nesting in {protocol.SINGLE, protocol.GROUP}:
        return _block(kind, path, value, nested.block)
    items = value if isinstance(value, list) else [value]
    return [_block(kind, path, each, nested.block) for each in items]


def typed(value: Any, kind: Any) -> Any:
    """A value as an attribute of this type holds it, as Terraform itself would convert it."""
    if value is None or value is UNKNOWN:
        return value
    if isinstance(value, pulumi.Archive | pulumi.Asset):
        return ARCHIVE
    if isinstance(kind, list):
        return _collection(value, *kind)
    return _CONVERSIONS.get((kind, type(value)), lambda same: same)(value)


# The type that is wanted, and what the program gave → how the one becomes the other.
_CONVERSIONS: Final[Mapping[tuple[str, type], Callable[[Any], Any]]] = {
    ("string", bool): lambda value: str(value).lower(),
    ("string", int): str,
    ("string", float): str,
    ("number", str): lambda value: float(value) if "." in value else int(value),
    ("bool", str): lambda value: {"true": True, "false": False}.get(value, value),
}


def _collection(value: Any, form: str, inner: Any) -> Any:
    if form in {"list", "set"}:
        return [typed(each, inner) for each in (value if isinstance(value, list) else [value])]
    if form == "map":
        return {key: typed(each, inner) for key, each in value.items()}
    if form == "object":
        return {
            name: typed(
                next((value[key] for key in value if name in singulars(snake(key))), None), part
            )
            for name, part in inner.items()
        }
    message = f"No value of the form {form!r} is known."
    raise TranslationError(message)


def snake(key: str) -> str:
    """`kmsKeyArn` → `kms_key_arn`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower()


def camel(name: str) -> str:
    """`kms_key_arn` → `kmsKeyArn`."""
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))


def singulars(name: str) -> Iterator[str]:
    """The name, and what it may be the plural of."""
    yield name
    if name.endswith("ies"):
        yield f"{name[:-3]}y"
    if name.endswith("es"):
        yield name[:-2]
    if name.endswith("s"):
        yield name[:-1]
