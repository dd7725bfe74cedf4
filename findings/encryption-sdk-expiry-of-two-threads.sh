#!/usr/bin/env bash
# AWS Encryption SDK for Python 4.0.7 (aws-encryption-sdk): two threads that open texts of one data
# key just after it got too old for the cache.
#
# Expected: both ask for the data key anew, as one thread alone does.
# Seen: one does, and in the other `decrypt` raises CacheKeyError, which no page names among the
# errors of decrypting: both found the entry too old, and to remove it twice is an error that the
# caching materials manager does not catch (it catches it where an entry is looked up).
# The cache below only waits until both threads have looked, and the key's own service takes a moment,
# as one over the network does; all answers are the SDK's own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check aws-encryption-sdk==4.0.7 boto3==1.40.0
cat > "$work/two.py" <<'PY'
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import aws_encryption_sdk as sdk
from aws_encryption_sdk.identifiers import EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider

AGE = 0.5
SECRET = os.urandom(32)


class Local(RawMasterKeyProvider):
    provider_id = "local"

    def _get_raw_key(self, key_id):
        return WrappingKey(
            wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
            wrapping_key=SECRET,
            wrapping_key_type=EncryptionKeyType.SYMMETRIC,
        )

    def decrypt_data_key_from_list(self, *args, **named):
        time.sleep(AGE / 2)
        return super().decrypt_data_key_from_list(*args, **named)


class Both(sdk.LocalCryptoMaterialsCache):
    meet = None

    def get_decryption_materials(self, cache_key):
        try:
            return super().get_decryption_materials(cache_key)
        finally:
            if self.meet:
                self.meet.wait(10)


def opened(threads):
    client = sdk.EncryptionSDKClient()
    provider = Local()
    provider.add_master_key("one")
    text, _ = client.encrypt(source=b"hello", key_provider=provider)
    cache = Both(capacity=10)
    manager = sdk.CachingCryptoMaterialsManager(
        master_key_provider=provider, cache=cache, max_age=AGE
    )
    client.decrypt(source=text, materials_manager=manager)
    time.sleep(2 * AGE)
    cache.meet = threading.Barrier(threads)

    def one(_):
        try:
            return client.decrypt(source=text, materials_manager=manager)[0].decode()
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(one, range(threads)))


print(opened(1), opened(2))
PY
seen=$("$work/venv/bin/python" "$work/two.py")
echo "$seen"
[ "$seen" = "['hello'] ['CacheKeyError', 'hello']" ] || { echo "It no longer behaves like this." >&2; exit 1; }
