"""Python client of CAFlux: configure PVs, and read what was archived.

```python
with Client("http://127.0.0.1:8080", token="…") as caflux:
    caflux.add("SR:CURRENT")
    answer = caflux.data(["SR:CURRENT"], start="now-1h", stop="now")
```
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, Unpack
from urllib.parse import quote, urlsplit

import httpx
from caflux_contracts.access import ApiToken, IssuedToken, NewUser, TokenRequest, User, UserChange
from caflux_contracts.health import HealthReport
from caflux_contracts.imports import ImportResult
from caflux_contracts.problem import Problem
from caflux_contracts.pvs import Pv, PvPage, PvRow, PvSettings, Rename
from caflux_contracts.retrieval import DataAnswer, EventsAnswer, PvNames
from caflux_service.reasons import reason
from pydantic import TypeAdapter, ValidationError

from caflux.errors import Refused, Unreachable

Time = str | int | datetime
"""A time: ISO 8601 or `now-1h30m`, an int of ns since 1970, or a datetime that knows its zone."""

Layout = Literal["rows", "aligned", "binned"]
"""What a row of an export is: a sample, a time with a column a PV, or a bin."""


class ExportOptions(TypedDict, total=False):
    """What an export may be besides.

    Attributes:
        period: Between rows of an aligned export, like 1s; without, a row wherever a PV has a sample. Width
            of a bin, like 1h; those of full minutes are made of rollups.
        expr: Expressions over PVs, each a series of its own.
        where: Only while this expression holds.
        where_min: And only where it holds for so long at least, like 10s.
        severity: Severities, too, of an aligned export.
    """

    period: str
    expr: Sequence[str]
    where: str
    where_min: str
    severity: bool


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_ROWS = TypeAdapter(list[PvRow])
_USERS = TypeAdapter(list[User])
_TOKENS = TypeAdapter(list[ApiToken])


class Client:
    """A connection to one CAFlux.

    Args:
        url: Of the dashboard, such as http://127.0.0.1:8080; the APIs lie below it.
        token: API token; reading needs none by default, writing always does.
        timeout_s: Seconds without an answer after which a call fails.

    Every method raises `Unreachable` where nothing answers and `Refused` where CAFlux says no.
    """

    def __init__(
        self, url: str = "http://127.0.0.1:8080", token: str | None = None, timeout_s: float = 60
    ) -> None:
        self._url = url.rstrip("/")
        # No proxy can reach this machine's own loopback interface.
        self._http = httpx.Client(timeout=timeout_s, trust_env=urlsplit(self._url).hostname not in LOOPBACK)
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def pvs(self, search: str = "") -> Iterator[Pv]:
        """Give configured PVs by name; `search` is a part of it, or a glob with * or ?."""
        cursor: str | None = None
        while True:
            page = PvPage.model_validate_json(
                self._call(
                    "GET", "/api/config/v1/pvs", params=_given(search=search, cursor=cursor, limit=1_000)
                )
            )
            yield from page.pvs
            cursor = page.next_cursor
            if cursor is None:
                return

    def pv(self, name: str) -> Pv:
        """Give one configured PV."""
        return Pv.model_validate_json(self._call("GET", _pv(name)))

    def add(self, name: str, settings: PvSettings | None = None, *, seen: Pv | None = None) -> Pv:
        """Archive a PV, or change how it is archived.

        Args:
            name: Of the PV.
            settings: All that is to be set; what is left out becomes the default.
            seen: The PV as it was read: `Refused` (412) where somebody has changed it since. Without it,
                whatever is there is overwritten.
        """
        body = (settings or PvSettings()).model_dump_json()
        match = "*" if seen is None else f'"{seen.revision}"'
        return Pv.model_validate_json(self._call("PUT", _pv(name), content=body, headers={"If-Match": match}))

    def remove(self, name: str) -> None:
        """Archive a PV no longer. What has been archived stays, and `restore` takes it back for a while."""
        self._call("DELETE", _pv(name))

    def restore(self, name: str) -> Pv:
        """Undo that a PV was removed."""
        return Pv.model_validate_json(self._call("POST", f"{_pv(name)}/restore"))

    def rename(self, name: str, to: str) -> Pv:
        """Call a PV as its IOC does now; its history is found under both names."""
        body = Rename(to=to).model_dump_json()
        return Pv.model_validate_json(self._call("POST", f"{_pv(name)}/rename", content=body))

    def import_pvs(self, rows: Sequence[PvRow]) -> ImportResult:
        """Add or change many PVs: all of them, or none if one is wrong."""
        body = _ROWS.dump_json(list(rows))
        return ImportResult.model_validate_json(self._call("POST", "/api/config/v1/pvs/import", content=body))

    def data(
        self, pvs: Sequence[str], start: Time = "now-1h", stop: Time = "now", points: int = 2_000
    ) -> DataAnswer:
        """Give samples of `pvs`: all of them if the range holds at most `points`, else statistics of bins.

        The first sample may lie before the range: it is the value that held when the range began.
        """
        return DataAnswer.model_validate_json(
            self._call("GET", "/api/query/v1/data", params=_range(start, stop, pv=list(pvs), points=points))
        )

    def export(
        self,
        pvs: Sequence[str],
        file: Path,
        kind: str = "csv",
        start: Time = "now-1h",
        stop: Time = "now",
        *,
        layout: Layout = "rows",
        **more: Unpack[ExportOptions],
    ) -> None:
        """Write all samples of `pvs` to a file, of any length.

        Args:
            pvs: Names.
            file: Where to; it appears once it is whole, until then there is one with `.part` after its name.
                What broke off is begun anew: the same call gives the same rows.
            kind: csv, json, arrow, parquet, hdf5, mat or xlsx; bins are written by the first four.
            start: Begin of the range.
            stop: End of the range, not included.
            layout: rows: a row a sample; aligned: a column a PV with the value that it held; binned: a row
                a bin.
            more: See `ExportOptions`.

        Raises:
            Unreachable: nothing answers, or the answer ended before it was complete.
            Refused: CAFlux says no.
        """
        parameters = _range(start, stop, pv=list(pvs), format=kind, layout=layout, **more)
        part = file.with_name(f"{file.name}.part")
        url = f"{self._url}/api/query/v1/export"
        with self._answering(), self._http.stream("GET", url, params=parameters) as answer:
            if not answer.is_success:
                answer.read()
                raise Refused(_what_it_said(answer), answer.status_code)
            with part.open("wb") as to:
                for piece in answer.iter_bytes():
                    to.write(piece)
        part.replace(file)

    def events(self, pv: str, start: Time = "now-1d", stop: Time = "now") -> EventsAnswer:
        """Give what happened to a PV's recording: connects, disconnects, gaps and their causes."""
        return EventsAnswer.model_validate_json(
            self._call("GET", "/api/query/v1/events", params=_range(start, stop, pv=pv))
        )

    def archived(self, search: str = "", limit: int = 1_000) -> PvNames:
        """Give names of PVs that have data in the archive."""
        return PvNames.model_validate_json(
            self._call("GET", "/api/query/v1/pvs", params=_given(search=search, limit=limit))
        )

    def health(self) -> HealthReport:
        """Say how every part of CAFlux is."""
        return HealthReport.model_validate_json(self._call("GET", "/api/supervisor/v1/health"))

    def users(self) -> list[User]:
        """Give everybody who may log in."""
        return _USERS.validate_json(self._call("GET", "/api/config/v1/users"))

    def add_user(self, new: NewUser) -> User:
        """Add somebody who logs in with a password."""
        body = new.model_dump(mode="json") | {"password": new.password.get_secret_value()}
        return User.model_validate_json(self._call("POST", "/api/config/v1/users", json=body))

    def change_user(self, name: str, change: UserChange) -> User:
        """Change what is set in `change`."""
        body = change.model_dump(mode="json", exclude_unset=True)
        if change.password is not None:
            body["password"] = change.password.get_secret_value()
        return User.model_validate_json(self._call("PATCH", _user(name), json=body))

    def remove_user(self, name: str) -> None:
        """Delete a user, with their tokens."""
        self._call("DELETE", _user(name))

    def tokens(self) -> list[ApiToken]:
        """Give one's own API tokens; an admin gets everybody's."""
        return _TOKENS.validate_json(self._call("GET", "/api/config/v1/tokens"))

    def make_token(self, wish: TokenRequest) -> IssuedToken:
        """Make an API token of one's own; it is shown this once."""
        body = wish.model_dump(mode="json")
        return IssuedToken.model_validate_json(self._call("POST", "/api/config/v1/tokens", json=body))

    def revoke_token(self, token_id: int) -> None:
        """Delete an API token."""
        self._call("DELETE", f"/api/config/v1/tokens/{token_id}")

    @contextmanager
    def as_admin(self, password: str, purpose: str, user: str = "admin") -> Iterator[Self]:
        """Act with an admin's rights for a while: by a token that is revoked at the end."""
        issued = IssuedToken.model_validate_json(
            self._call(
                "POST", "/api/config/v1/tokens", json={"name": purpose, "days": 1}, auth=(user, password)
            )
        )
        before = self._http.headers.get("Authorization")
        self._http.headers["Authorization"] = f"Bearer {issued.token}"
        try:
            yield self
        finally:
            self._call("DELETE", f"/api/config/v1/tokens/{issued.id}")
            del self._http.headers["Authorization"]
            if before:
                self._http.headers["Authorization"] = before

    def _call(self, method: str, path: str, **request: Any) -> bytes:
        if "content" in request:
            request["headers"] = {"Content-Type": "application/json", **request.get("headers", {})}
        with self._answering():
            answer = self._http.request(method, f"{self._url}{path}", **request)
        if not answer.is_success:
            raise Refused(_what_it_said(answer), answer.status_code)
        return answer.content

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except httpx.InvalidURL as error:
            raise Unreachable(f"{self._url} is no address of a CAFlux: {error}") from error
        except httpx.RemoteProtocolError as error:
            raise Unreachable(f"the answer of {self._url} ended before it was complete") from error
        except httpx.HTTPError as error:
            raise Unreachable(
                f"no CAFlux answers at {self._url} ({reason(error)}); "
                "is it running, and is the address right (--url, CAFLUX_URL)?"
            ) from error


def _pv(name: str) -> str:
    return f"/api/config/v1/pvs/{quote(name, safe='')}"


def _user(name: str) -> str:
    return f"/api/config/v1/users/{quote(name, safe='')}"


def _given(**parameters: Any) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value not in {None, ""}}


def _range(start: Time, stop: Time, **parameters: Any) -> dict[str, Any]:
    return {"from": _time(start), "to": _time(stop), **parameters}


def _time(time: Time) -> str:
    return time.isoformat() if isinstance(time, datetime) else str(time)


def _what_it_said(answer: httpx.Response) -> str:
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        return f"{answer.url} answered {answer.status_code} {answer.reason_phrase}; is it a CAFlux?"
    return problem.detail
