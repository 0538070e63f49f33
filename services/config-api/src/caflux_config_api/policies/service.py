"""What can be done with policies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from caflux_contracts.access import Principal
from caflux_contracts.policies import Policy, PolicyDocument, PolicyMatch, PolicyOutcome
from caflux_service.problems import Forbidden
from sqlalchemy.ext.asyncio import AsyncSession

from caflux_config_api.audit import repository as audit
from caflux_config_api.chunks import CHUNK, batched
from caflux_config_api.clock import Clock
from caflux_config_api.conditions import Match
from caflux_config_api.database import Database
from caflux_config_api.policies import repository
from caflux_config_api.policies.rules import Effect, differences, holding, told
from caflux_config_api.policies.text import read
from caflux_config_api.pvs import repository as pvs
from caflux_config_api.pvs.changes import Changes
from caflux_config_api.revision import RevisionWatch, lock_revision
from caflux_config_api.tables import PolicyRecord

NAME = "the policies"
KIND = "policy"
_read = lru_cache(maxsize=2)(read)  # a large text takes a second, and every PV that is added asks


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether PVs that are there are changed, and whether anything is."""

    apply: bool
    dry_run: bool


class Policies:
    """The policies, and the PVs that follow them.

    Args:
        database: where they are.
        watch: is told of changes.
        clock: of the audit.
    """

    def __init__(self, database: Database, watch: RevisionWatch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock

    async def text(self) -> tuple[str, int]:
        """Give the policies as they were written, and the revision of that."""
        async with self._database.reading() as session:
            return await repository.text_of(session)

    async def document(self) -> tuple[PolicyDocument, int]:
        """Give the policies, and the revision of that."""
        text, revision = await self.text()
        return await _document(text), revision

    async def matches(self, names: Sequence[str]) -> list[PolicyMatch]:
        """Give which policy holds for each of some names, whether there are such PVs or not."""
        document, _ = await self.document()
        found = await asyncio.to_thread(holding, document, names)
        return [
            PolicyMatch(name=name, policy=None, settings={})
            if policy is None
            else PolicyMatch(name=name, policy=policy.name, settings=told(policy)["settings"])
            for name, policy in zip(names, found, strict=True)
        ]

    async def put(self, text: bytes, wish: Wish, by: Principal, match: Match) -> tuple[PolicyOutcome, int]:
        """Replace all policies; give what that does, and the revision.

        Raises:
            BadRequest: it is not YAML.
            Invalid: these are no policies.
            PreconditionFailed: they are not what the client has seen.
            PreconditionRequired: the client does not say what it has seen.
            Forbidden: not all PVs are within the reach of who asks.
        """
        _check_reach(by)
        after = await asyncio.to_thread(_read, text)
        async with self._session(wish) as session:
            if not wish.dry_run:
                await lock_revision(session)
            before_text, revision = await repository.text_of(session)
            match.check(NAME, revision)
            before = await _document(before_text)
            effect = await _effect(session, after)
            if not wish.dry_run and before_text.encode() != text:
                match.demand(NAME, revision)
                revision = await self._write(session, text, before, after, by)
            if wish.apply and not wish.dry_run:
                await self._apply(session, after, effect.names, by)
        self._watch.announce()
        return _outcome(wish, before, after, effect), revision

    async def apply(self, wish: Wish, by: Principal) -> PolicyOutcome:
        """Have all PVs follow the policies."""
        async with self._session(wish) as session:
            if not wish.dry_run:
                await lock_revision(session)
            document = await _document((await repository.text_of(session))[0])
            effect = await _effect(session, document)
            if not wish.dry_run:
                await self._apply(session, document, effect.names, by)
        self._watch.announce()
        return _outcome(wish, document, document, effect)

    async def _apply(
        self, session: AsyncSession, document: PolicyDocument, names: Sequence[str], by: Principal
    ) -> None:
        changes = Changes(session, by, self._clock())
        for chunk in batched(names, CHUNK):
            rows = await pvs.rows_by_name(session, chunk)
            await changes.put(await asyncio.to_thread(Effect().look_at, document, list(rows.values())))

    def _session(self, wish: Wish) -> Any:
        return self._database.reading() if wish.dry_run else self._database.writing()

    async def _write(
        self, session: AsyncSession, text: bytes, before: PolicyDocument, after: PolicyDocument, by: Principal
    ) -> int:
        changes = Changes(session, by, self._clock())
        revision = await changes.revision()
        record = await repository.current(session) or PolicyRecord(id=repository.ONLY)
        record.text, record.revision = text.decode(), revision
        record.changed_at, record.changed_by = self._clock(), by.name
        session.add(record)
        was = {policy.name: told(policy) for policy in before.policies}
        now = {policy.name: told(policy) for policy in after.policies}
        added, changed, removed = differences(before, after)
        await audit.record(
            session,
            [
                audit.Entry(KIND, name, action, was.get(name), now.get(name))
                for action, names in (("added", added), ("changed", changed), ("deleted", removed))
                for name in names
            ],
            by,
            self._clock(),
        )
        return revision


def _check_reach(by: Principal) -> None:
    """Find that somebody may change whatever PVs there are or will be."""
    if by.reach is not None:
        raise Forbidden("policies are for all PVs, and you may change only some of them")


async def defaults(session: AsyncSession, names: Sequence[str]) -> dict[str, Policy]:
    """Give the policy of each of some new names that has one."""
    document = await _document((await repository.text_of(session))[0])
    if not document.policies or not names:
        return {}
    found = await asyncio.to_thread(holding, document, names)
    return {name: policy for name, policy in zip(names, found, strict=True) if policy is not None}


async def _document(text: str) -> PolicyDocument:
    """Give the policies of a text that was taken before, without holding the others up."""
    return await asyncio.to_thread(_read, text.encode())


async def _effect(session: AsyncSession, document: PolicyDocument) -> Effect:
    """Look at all PVs, some at a time: there may be 100,000."""
    effect = Effect()
    if document.policies:
        async for rows in pvs.row_chunks(session):
            await asyncio.to_thread(effect.look_at, document, rows)
    return effect


def _outcome(wish: Wish, before: PolicyDocument, after: PolicyDocument, effect: Effect) -> PolicyOutcome:
    added, changed, removed = differences(before, after)
    return PolicyOutcome(
        dry_run=wish.dry_run,
        added=added,
        changed=changed,
        removed=removed,
        applied=wish.apply and not wish.dry_run,
        pvs=len(effect.names),
        by_policy=dict(effect.by_policy),
        changes=effect.changes,
        refused=effect.refused,
    )
