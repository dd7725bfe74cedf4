#!/usr/bin/env bash
# Pulumi's Python SDK 3.272.0: under mocks the URN of a grandchild lacks its grandparent's type.
#
# The engine's URN has the types of all that a resource stands in, from the outside in, each parted
# by `$` ("Resource identity", "URNs": parent type `$` type). Under `pulumi.runtime.set_mocks` only
# the nearest parent's type is there, so a policy, alias or test that knows a resource by its URN
# fits the program under mocks and not in the engine.
#
# Seen under mocks: "Outer$Inner" for the child, "Inner$Leaf" for the grandchild; in the engine the
# latter is "Outer$Inner$Leaf".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pulumi==3.272.0
"$folder/venv/bin/python" - <<'PYTHON'
import pulumi


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return [f"{args.name}-id", args.inputs]

    def call(self, args):
        return {}


pulumi.runtime.set_mocks(Mocks(), project="shop", stack="dev")
found = {}


@pulumi.runtime.test
def program():
    outer = pulumi.ComponentResource("shop:index:Outer", "outer")
    inner = pulumi.ComponentResource(
        "shop:index:Inner", "inner", opts=pulumi.ResourceOptions(parent=outer)
    )
    leaf = pulumi.CustomResource(
        "shop:index:Leaf", "leaf", {}, opts=pulumi.ResourceOptions(parent=inner)
    )
    return pulumi.Output.all(inner.urn, leaf.urn).apply(lambda urns: found.update(urns=urns))


program()
inner, leaf = found["urns"]
print(inner)
print(leaf)
assert inner == "urn:pulumi:dev::shop::shop:index:Outer$shop:index:Inner::inner"
assert leaf == "urn:pulumi:dev::shop::shop:index:Inner$shop:index:Leaf::leaf"
PYTHON
