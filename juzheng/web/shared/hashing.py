"""Password hashes (口令散列): argon2id, dear enough for a thief, cheap enough for a village."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2  # in all workers together, but one in each: it holds its memory while it counts


class Argon2(Argon2PasswordHasher):
    """
    Argon2id with the least that OWASP asks for (口令散列, ADR 41): 19 MiB, two passes, one lane.

    Django's own parameters ask for 100 MiB in eight lanes: four threads at once took 400. A hash
    made with others is made anew when its owner signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    turns = BoundedSemaphore(max(1, AT_ONCE // settings.WORKERS))

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of ``password``, when it is its turn (轮到时计算)."""
        with self.turns:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether ``encoded`` is of ``password``, when it is its turn."""
        with self.turns:
            return super().verify(password, encoded)
