"""Every property of every type that may be declared, as the provider's own classes have them."""

import inspect

import pulumi

from tests.policies.pci.framework.test_tokens import CLASSES


def camel(name: str) -> str:
    """As the engine has it."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(each.title() for each in rest)


PLACES = [
    (str(pulumi.get_type_token(kind)), camel(name))
    for kind in CLASSES.values()
    for name in list(inspect.signature(vars(kind)["_internal_init"]).parameters)[3:]
]
"""Type and property."""
