"""A real SMTP server on loopback that keeps what it is sent, and refuses what a test tells it to."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from caflux_testing.ports import LOOPBACK, free_port


@dataclass
class Inbox:
    """aiosmtpd's handler.

    Attributes:
        messages: Every mail that was taken.
        recipients: Of each mail, to whom.
        attempts: How often a mail was begun.
        refused: What is answered to recipients, by address; `*` is for all.
        answer: What a mail's data are answered with, where they are not to be taken.
        hangs: Whether nothing is answered to a mail's data.
        answers: Where it is not set, a mail that was taken is not answered yet.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    attempts: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    answer: str = ""
    hangs: bool = False
    answers: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.answers.set()

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient or not."""
        del server, session, options
        if answer := self.refused.get(address) or self.refused.get("*"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        del server, session
        self.attempts += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.answer:
            return self.answer
        assert isinstance(envelope.original_content, bytes)
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        self.recipients.append(list(envelope.rcpt_tos))
        self.messages.append(message)
        await asyncio.to_thread(self.answers.wait)
        return "250 taken as 42"


class Certificate:
    """A certificate for loopback, and that of who signed it, made for one test."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca = folder / "smtp-ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(LOOPBACK).configure_cert(self.context)


class _Controller(Controller):
    """Runs the server, and hangs up when it is told to."""

    def __init__(self, handler: Inbox, **settings: Any) -> None:
        super().__init__(handler, **settings)
        self._served: list[SMTP] = []

    def factory(self) -> SMTP:
        """Serve a connection."""
        served: SMTP = super().factory()  # type: ignore[no-untyped-call]
        self._served.append(served)
        return served

    async def hang_up(self) -> None:
        """Close what is open; a client that trusts no certificate leaves its connection half made."""
        for served in self._served:
            below = served._original_transport  # noqa: SLF001 - what STARTTLS is on, and only it knows
            for transport in (below, served.transport):
                if isinstance(transport, asyncio.Transport):
                    transport.abort()
        await asyncio.sleep(0)  # a transport closes its socket in the next round of the loop


class SmtpServer:
    """An SMTP server in a thread of its own.

    Args:
        certificate: With one, it wants STARTTLS before anything else; with `login`, also that.
        login: User and password that it wants.
        implicit: TLS from the first byte instead of STARTTLS.
        host: Address to listen at.

    Attributes:
        host: Its address.
        port: Its port, the same after `stop` and `start`.
        inbox: What it took, and what it is to refuse.
    """

    def __init__(
        self,
        certificate: Certificate | None = None,
        login: tuple[str, str] | None = None,
        *,
        implicit: bool = False,
        host: str = LOOPBACK,
    ) -> None:
        self.host = host
        self.port = free_port()
        self.inbox = Inbox()
        self._certificate = certificate
        self._login = login
        self._implicit = implicit
        self._controller: _Controller | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """Every mail that arrived, in order."""
        return list(self.inbox.messages)

    def start(self) -> None:
        """Listen."""
        more: dict[str, Any] = {}
        if self._certificate is not None and self._implicit:
            more |= {"ssl_context": self._certificate.context, "auth_require_tls": False}
        elif self._certificate is not None:
            more |= {"tls_context": self._certificate.context, "require_starttls": True}
        if self._login is not None:
            # aiosmtpd does not see TLS that was there before it: it must not ask for any.
            more |= {"authenticator": self._authenticate, "auth_required": not self._implicit}
        self._controller = _Controller(self.inbox, hostname=self.host, port=self.port, **more)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening; what arrived stays."""
        if self._controller is not None:
            asyncio.run_coroutine_threadsafe(self._controller.hang_up(), self._controller.loop).result(10)
            self._controller.stop()
            self._controller = None

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        del server, session, envelope, mechanism
        assert self._login is not None
        right = isinstance(data, LoginPassword) and (data.login, data.password) == tuple(
            part.encode() for part in self._login
        )
        return AuthResult(success=right, handled=right)
