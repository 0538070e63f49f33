"""A real SMTP server on loopback that keeps what it is sent."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from caflux_testing.ports import LOOPBACK, free_port


@dataclass
class Inbox:
    """Takes every mail; aiosmtpd's handler."""

    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 -- aiosmtpd calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        del server, session
        assert isinstance(envelope.original_content, bytes)
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        self.messages.append(message)
        return "250 OK"


class SmtpServer:
    """An SMTP server in a thread of its own.

    Attributes:
        host: Its address.
        port: Its port, the same after `stop` and `start`.
    """

    def __init__(self) -> None:
        self.host = LOOPBACK
        self.port = free_port()
        self._inbox = Inbox()
        self._controller: Controller | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """Every mail that arrived, in order."""
        return list(self._inbox.messages)

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self._inbox, hostname=self.host, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening; what arrived stays."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
