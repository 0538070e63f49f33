"""Passwords as argon2id hashes, computed off the event loop and few at a time (each takes 64 MiB)."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2


class Passwords:
    """Makes and checks password hashes."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._places = asyncio.Semaphore(AT_ONCE)
        # Checked when there is no such user, so that a guess takes as long as for one that there is.
        self._nobody = self._hasher.hash(secrets.token_hex())

    async def hash(self, password: str) -> str:
        """Give the hash that is stored."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Tell whether `password` is the one of the hash `stored`; None is nobody's and never matches."""
        async with self._places:
            same = await asyncio.to_thread(self._verify, stored or self._nobody, password)
        return same and stored is not None

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
