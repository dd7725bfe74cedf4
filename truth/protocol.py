"""Terraform's plugin protocol 5, as far as a judge of resources speaks it.

The messages are written from the protocol's published wire format (Terraform, "Plugin protocol",
tfplugin5): names and numbers of the fields that are used here, nothing else of the file.
"""

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_PACKAGE: Final = "tfplugin5"
_SCALARS: Final = {
    "bytes": descriptor_pb2.FieldDescriptorProto.TYPE_BYTES,
    "string": descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
    "bool": descriptor_pb2.FieldDescriptorProto.TYPE_BOOL,
    "int64": descriptor_pb2.FieldDescriptorProto.TYPE_INT64,
    # Enumerations travel as the same varint.
    "int32": descriptor_pb2.FieldDescriptorProto.TYPE_INT32,
}

# Message → its fields as `name type number`; `*` behind the type means repeated.
_MESSAGES: Final = {
    "DynamicValue": "msgpack bytes 1",
    "Step": "attribute_name string 1, element_key_string string 2, element_key_int int64 3",
    "AttributePath": "steps Step* 1",
    "Diagnostic": "severity int32 1, summary string 2, detail string 3, attribute AttributePath 4",
    "Attribute": """
        name string 1, type bytes 2, required bool 4, optional bool 5, computed bool 6,
        sensitive bool 7, deprecated bool 9, write_only bool 10
    """,
    "NestedBlock": """
        type_name string 1, block Block 2, nesting int32 3, min_items int64 4, max_items int64 5
    """,
    "Block": "version int64 1, attributes Attribute* 2, block_types NestedBlock* 3",
    "Schema": "version int64 1, block Block 2",
    "SchemaEntry": "key string 1, value Schema 2",
    "ClientCapabilities": "deferral_allowed bool 1, write_only_attributes_allowed bool 2",
    "SchemaRequest": "",
    "SchemaResponse": """
        provider Schema 1, resource_schemas SchemaEntry* 2, diagnostics Diagnostic* 4
    """,
    "ConfigureRequest": "terraform_version string 1, config DynamicValue 2",
    "DiagnosticsResponse": "diagnostics Diagnostic* 1",
    "ValidateRequest": """
        type_name string 1, config DynamicValue 2, client_capabilities ClientCapabilities 3
    """,
    "PlanRequest": """
        type_name string 1, prior_state DynamicValue 2, proposed_new_state DynamicValue 3,
        config DynamicValue 4, prior_private bytes 5, client_capabilities ClientCapabilities 7
    """,
    "PlanResponse": """
        planned_state DynamicValue 1, requires_replace AttributePath* 2, planned_private bytes 3,
        diagnostics Diagnostic* 4
    """,
    "ApplyRequest": """
        type_name string 1, prior_state DynamicValue 2, planned_state DynamicValue 3,
        config DynamicValue 4, planned_private bytes 5
    """,
    "ApplyResponse": "new_state DynamicValue 1, private bytes 2, diagnostics Diagnostic* 3",
    "ReadRequest": "type_name string 1, current_state DynamicValue 2, private bytes 3",
    "ReadResponse": "new_state DynamicValue 1, diagnostics Diagnostic* 2, private bytes 3",
    "StopRequest": "",
    "StopResponse": "Error string 1",
}

CALLS: Final = {
    "GetSchema": ("SchemaRequest", "SchemaResponse"),
    "Configure": ("ConfigureRequest", "DiagnosticsResponse"),
    "ValidateResourceTypeConfig": ("ValidateRequest", "DiagnosticsResponse"),
    "PlanResourceChange": ("PlanRequest", "PlanResponse"),
    "ApplyResourceChange": ("ApplyRequest", "ApplyResponse"),
    "ReadResource": ("ReadRequest", "ReadResponse"),
    "Stop": ("StopRequest", "StopResponse"),
}
"""Remote procedure → the messages of its request and its response."""

SINGLE: Final = 1
LIST: Final = 2
SET: Final = 3
MAP: Final = 4
GROUP: Final = 5
"""How a block nests."""

ERROR: Final = 1
WARNING: Final = 2
"""How bad a diagnostic is."""


def messages() -> Mapping[str, Any]:
    """Message name → its class."""
    pool = descriptor_pool.DescriptorPool()
    pool.Add(_file())
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{name}"))
        for name in _MESSAGES
    }


def _file() -> descriptor_pb2.FileDescriptorProto:
    """All messages as one file; on the wire a message's name does not matter."""
    file = descriptor_pb2.FileDescriptorProto(
        name=f"{_PACKAGE}.proto", package=_PACKAGE, syntax="proto3"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for line in filter(None, map(str.strip, fields.split(","))):
            field, kind, number = line.split()
            scalar = _SCALARS.get(kind.rstrip("*"))
            message.field.add(
                name=field,
                number=int(number),
                label=(
                    descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED
                    if kind.endswith("*")
                    else descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL
                ),
                type=scalar or descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE,
                type_name=None if scalar else f".{_PACKAGE}.{kind.rstrip('*')}",
            )
    return file
