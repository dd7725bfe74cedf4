#!/usr/bin/env bash
# pulumi-aws 7.51.1 (Python): ten resources' arguments are not the class `<Resource>Args`.
#
# Every resource class of the SDK has one for its arguments, by the same name and `Args`. Where a
# block of another resource is called like the resource, that name is the block's: `TableReplicaArgs`
# is one replica in a table's `replicas`, and what `TableReplica` takes is `TableReplicaInitArgs`.
# Given the class that its name leads to, the resource takes it for its options, and raises a
# TypeError about those.
#
# Seen: ten classes ending in `InitArgs`, each beside a block's class without `Init`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pulumi==3.272.0 pulumi-aws==7.51.1
"$folder/venv/bin/python" - <<'PYTHON'
import ast
import pathlib

import pulumi_aws

renamed = {}
root = pathlib.Path(pulumi_aws.__file__).parent
for file in root.glob("*/*.py"):
    if file.name.startswith("_"):
        continue
    names = [one.name for one in ast.parse(file.read_text()).body if isinstance(one, ast.ClassDef)]
    for name in names:
        plain = name.removesuffix("InitArgs")
        if name.endswith("InitArgs") and plain in names:
            blocks = (file.parent / "_inputs.py").read_text()
            renamed[plain] = f"class {plain}Args:" in blocks
print(sorted(renamed))
assert len(renamed) == 10
assert all(renamed.values())

import pulumi_aws.dynamodb as dynamodb

assert dynamodb.TableReplicaArgs.__module__ == "pulumi_aws.dynamodb._inputs"
try:
    dynamodb.TableReplica("copy", dynamodb.TableReplicaArgs(region_name="eu-west-1"))
except TypeError as error:
    print(error)
else:
    raise SystemExit("The resource took the block's class.")
PYTHON
