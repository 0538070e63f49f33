"""Tell somebody: the supervisor, or where that does not answer, people by mail."""

import json
import smtplib
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial

from caflux_collector.manager.config import Config, Mail

KEPT = 50
"""Reports that wait to be told; beyond, the oldest are let go."""
ANSWER_S = 5.0
MAIL_S = 30.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 60.0
PATIENCE_S = 12.0
"""The supervisor may be starting; after so long without it, people are mailed."""
BETWEEN_S = 600.0
"""Between two mails; what comes in the meantime goes with the next."""


class Teller:
    """Takes reports, and tells them in a thread of its own, so that nothing waits for it.

    Attributes:
        waiting: Reports that nobody has been told, with their times, s since 1970.
    """

    def __init__(self, config: Config, log: Callable[..., None]) -> None:
        self._config = config
        self._log = log
        self.waiting: deque[tuple[float, str]] = deque(maxlen=KEPT)
        self._some = threading.Event()
        self._mailed_at = float("-inf")
        threading.Thread(target=self._run, name="tell", daemon=True).start()

    def report(self, text: str) -> None:
        """Have a sentence told; returns at once."""
        self.waiting.append((time.time(), text))
        self._some.set()

    def _run(self) -> None:
        while True:
            self._some.wait()
            self._some.clear()
            began, pause = time.monotonic(), FIRST_PAUSE_S
            while self.waiting and not self._told(time.monotonic() - began):
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)

    def _told(self, waited_s: float) -> bool:
        """Tell what waits; give whether that was done."""
        reports = list(self.waiting)
        config = self._config
        if config.supervisor_url and self._to_supervisor(reports):
            return self._done(reports)
        if config.mail is None:
            # Nobody to tell without the supervisor: asked on, the log has it anyhow.
            return not config.supervisor_url and self._done(reports)
        patience = PATIENCE_S if config.supervisor_url else 0.0
        if waited_s < patience or time.monotonic() - self._mailed_at < BETWEEN_S:
            return False
        return self._by_mail(config.mail, reports) and self._done(reports)

    def _done(self, reports: list[tuple[float, str]]) -> bool:
        for report in reports:
            if self.waiting and self.waiting[0] is report:
                self.waiting.popleft()
        return not self.waiting

    def _to_supervisor(self, reports: list[tuple[float, str]]) -> bool:
        body = {"collector": self._config.collector, "reports": [{"at": at, "text": t} for at, t in reports]}
        request = urllib.request.Request(  # noqa: S310 - an address from the settings
            f"{self._config.supervisor_url}/v1/reports",
            json.dumps(body).encode(),
            {"Authorization": f"Bearer {self._config.token}", "Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(request, timeout=ANSWER_S).close()
        except (OSError, ValueError) as error:
            self._log("the supervisor was not told", reason=str(error), reports=len(reports))
            return False
        return True

    def _by_mail(self, mail: Mail, reports: list[tuple[float, str]]) -> bool:
        try:
            _send(mail, self._config.collector, reports)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._log("nobody was mailed", host=mail.host, reason=str(error), reports=len(reports))
            return False
        self._mailed_at = time.monotonic()
        self._log("mailed", to=mail.to, reports=len(reports))
        return True


def _send(mail: Mail, collector: str, reports: list[tuple[float, str]]) -> None:
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, mail.to
    message["Subject"] = f"[CAFlux] collector {collector}: {reports[-1][1].splitlines()[0][:150]}"
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="caflux.manager")
    message["Auto-Submitted"] = "auto-generated"
    lines = [f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(at))} UTC: {text}" for at, text in reports]
    why = f"The supervisor does not answer, so the manager of {collector} mails by itself."
    look = "Look at the supervisor too, and at the collector's log."
    message.set_content("\n".join([*lines, "", why, look, ""]))
    trust = ssl.create_default_context(cafile=mail.ca or None)  # smtplib's own trusts any certificate
    kind = partial(smtplib.SMTP_SSL, context=trust) if mail.tls == "tls" else smtplib.SMTP
    with kind(mail.host, mail.port, timeout=MAIL_S) as server:
        if mail.tls == "starttls":
            server.starttls(context=trust)
        if mail.user:
            server.login(mail.user, mail.password)
        server.send_message(message)
