#!/usr/bin/env bash
# pulumi 3.272.0 (Python SDK): the engine can't attach to a provider written with
# `pulumi.provider.experimental`.
#
# With PULUMI_DEBUG_PROVIDERS=<name>:<port> (Pulumi, "Debugging providers") the engine calls
# `Attach` on a provider that already runs, before anything else. The servicer that the SDK offers
# for providers in Python does not implement it, so gRPC answers UNIMPLEMENTED.
#
# Seen: `StatusCode.UNIMPLEMENTED Unexpected <class 'NotImplementedError'>: Method not implemented!`
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pulumi==3.272.0
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio

import grpc
from pulumi.provider.experimental.provider import Provider
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc


async def attach() -> None:
    server = grpc.aio.server()
    servicer = ProviderServicer([], "1.0.0", Provider(), "127.0.0.1:0")
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        try:
            await stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
        except grpc.aio.AioRpcError as error:
            print(error.code(), error.details())
            assert error.code() is grpc.StatusCode.UNIMPLEMENTED
        else:
            raise SystemExit("Attach is answered; the finding no longer holds.")
    await server.stop(None)


asyncio.run(attach())
PYTHON
