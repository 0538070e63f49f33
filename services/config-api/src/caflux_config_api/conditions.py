"""Conditional requests (RFC 9110, 13.1): a change is made only to what its author has seen."""

import re
from dataclasses import dataclass
from typing import Annotated

from caflux_service.problems import BadRequest, PreconditionFailed, PreconditionRequired
from fastapi import Depends, Header

_TAGS = re.compile(r'\s*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"\s*(?:,\s*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"\s*)*')
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def etag_of(revision: int) -> str:
    """Give the entity tag of something that this revision last changed."""
    return f'"{revision}"'


@dataclass(frozen=True, slots=True)
class Match:
    """What If-Match says.

    Attributes:
        tags: the strong ones; weak ones match nothing.
        anything: it was `*`: whatever is there is to be changed.
        given: whether there was such a header.
    """

    tags: frozenset[str] = frozenset()
    anything: bool = False
    given: bool = True

    def check(self, name: str, revision: int | None) -> None:
        """Find that it allows a change.

        Args:
            name: what is to be changed.
            revision: that last changed it; None where it is not there.

        Raises:
            PreconditionFailed: somebody else has changed it in between.
        """
        if not self.given or self.anything:
            return
        if revision is None:
            raise PreconditionFailed(f"{name} is not there any more; without If-Match it is added")
        if etag_of(revision) not in self.tags:
            raise PreconditionFailed(
                f"{name} was changed meanwhile: it is {etag_of(revision)} now. Read it, and send that as "
                "If-Match; or If-Match: * to overwrite whatever is there"
            )

    def demand(self, name: str, revision: int) -> None:
        """Find that there is one.

        Raises:
            PreconditionRequired: there is none.
        """
        if not self.given:
            raise PreconditionRequired(
                f"{name} is there already, with other settings. Send If-Match: {etag_of(revision)} (the ETag "
                "of what you have read) to change it, or If-Match: * to overwrite whatever is there"
            )


UNCONDITIONAL = Match(given=False)


def _if_match(
    if_match: Annotated[
        str | None,
        Header(max_length=1_000, description="ETag of what was read, or * for whatever is there."),
    ] = None,
) -> Match:
    if if_match is None:
        return UNCONDITIONAL
    if if_match.strip() == "*":
        return Match(anything=True)
    if not _TAGS.fullmatch(if_match):
        raise BadRequest('If-Match must be * or an ETag in quotes, like "42"')
    return Match(frozenset(tag for weak, tag in _TAG.findall(if_match) if not weak))


IfMatch = Annotated[Match, Depends(_if_match)]
