"""Proof of work in the place of a puzzle: the reader's browser computes for about a second, the reader does nothing.

The challenge is ALTCHA's (package `altcha`, version 2 of its protocol); site/static/js/asking.js solves it. Each one is good once.
"""

import hashlib
import hmac
import json
import time

import altcha
from django.conf import settings
from django.core.cache import cache

from .rules import numbers

ALGORITHM = "PBKDF2/SHA-256"


def challenge() -> str:
    """A fresh challenge as JSON."""
    expires = int(time.time()) + numbers()["proof_minutes"] * 60
    made = altcha.create_challenge(ALGORITHM, numbers()["proof_cost"], expires_at=expires, hmac_secret=_secret())
    return json.dumps(made.to_dict())


def is_solved(payload: str) -> bool:
    """Whether this solves a challenge of ours that nobody has used before."""
    if not payload or len(payload) > 4000:
        return False
    try:
        if not altcha.verify_solution(payload, _secret()).verified:
            return False
    except (ValueError, TypeError, AttributeError):
        return False
    used = hashlib.sha256(altcha.Payload.from_base64(payload).challenge.parameters.nonce.encode()).hexdigest()
    return bool(cache.add(f"asking:proof:{used}", 1, numbers()["proof_minutes"] * 60))


def _secret() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"concerns.proof", hashlib.sha256).hexdigest()
