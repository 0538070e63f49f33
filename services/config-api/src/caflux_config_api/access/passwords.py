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

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._one_by_one = asyncio.Lock()
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Give the hash that is stored."""
        async with self._one_by_one:
            return await asyncio.to_thread(self._hasher.hash, password)

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made with other parameters than those of now."""
        return self._hasher.check_needs_rehash(stored)

    async def matches(self, stored: str, password: str) -> bool:
        """Tell whether `password` is the one of the hash `stored`; an empty one is nobody's."""
        if not stored:
            # A guess at a user who isn't there takes as long as at one who is.
            self._nobody = self._nobody or await self.hash(secrets.token_hex())
        async with self._one_by_one:
            same = await asyncio.to_thread(self._verify, stored or self._nobody or "", password)
        return same and bool(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
