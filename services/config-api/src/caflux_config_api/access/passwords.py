"""Passwords as argon2id hashes, computed off the event loop and one at a time."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: 19 MiB of memory, two passes, one lane.
MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1


class Passwords:
    """Makes and checks password hashes."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._one_by_one = asyncio.Lock()
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Give the hash that is stored."""
        async with self._one_by_one:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Tell whether `password` is the one of the hash `stored`; None is nobody's and never matches."""
        if stored is None:
            # A guess at a user who isn't there takes as long as at one who is.
            self._nobody = self._nobody or await self.hash(secrets.token_hex())
        async with self._one_by_one:
            same = await asyncio.to_thread(self._verify, stored or self._nobody or "", password)
        return same and stored is not None

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
