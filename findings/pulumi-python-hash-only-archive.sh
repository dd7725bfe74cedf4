#!/usr/bin/env bash
# pulumi 3.272.0 (Python SDK): an archive that the engine sends by its hash alone can't be read.
#
# Pulumi's schema of property values (sdk/go/common/apitype/property-values.json) has a "Hash-only
# Archive" and a "Hash-only Asset": the signature and `hash`, without contents. The engine keeps
# that form in a stack's state and hands it to a provider as the old state. The SDK's own
# deserializer takes the three forms with contents and raises for this one.
#
# Seen: `AssertionError: Invalid archive encountered when unmarshalling resource property`, and
# the same sentence with "asset".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pulumi==3.272.0
"$folder/venv/bin/python" - <<'PYTHON'
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc

SIGNATURE = "4dabf18193072939515e22adb298388d"
KINDS = {
    "archive": "0def7320c3a5731c473e5ecbe6d01bc7",
    "asset": "c44067f5952c0a294b673a41bacd8c17",
}
for kind, signature in KINDS.items():
    properties = Struct()
    properties.update({"code": {SIGNATURE: signature, "hash": "0" * 64}})
    try:
        found = rpc.deserialize_properties(properties)
    except AssertionError as error:
        print(f"{kind}: AssertionError: {error}")
        assert str(error) == f"Invalid {kind} encountered when unmarshalling resource property"
    else:
        raise SystemExit(f"{kind}: read as {found}; the finding no longer holds.")
PYTHON
