"""A passkey in software: what a phone does with a challenge, by the standard (WebAuthn level 2, “none” attestation)."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Passkey:
    """One key for one site."""

    def __init__(self, origin: str, verified: bool = True) -> None:
        self.origin, self.host = origin, origin.split("://")[1].split(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(origin.encode()).digest()
        self.flags = PRESENT | (VERIFIED if verified else 0)
        self.count = 0
        self.user = b""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`, as the page posts it."""
        public = options["publicKey"]
        self.user = base64.urlsafe_b64decode(public["user"]["id"] + "==")
        key = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = self._data(self.flags | ATTESTED) + attested
        answer = {
            "clientDataJSON": encode(self._client("webauthn.create", public["challenge"])),
            "attestationObject": encode(cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._credential(answer, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        self.count += 1
        data = self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "signature": encode(signature),
            "userHandle": encode(self.user),
        }
        return self._credential(answer, {})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        return json.dumps(
            {
                "type": "public-key",
                "id": encode(self.id),
                "rawId": encode(self.id),
                "response": response,
                "clientExtensionResults": extensions,
            }
        )
