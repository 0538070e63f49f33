"""Put the demo's PVs into the configuration: `python -m caflux_demo_ioc.load http://config-api:8000`.

The compose stack's demo runs it once at each start. Where a PV with the demo's prefix is configured already,
it changes nothing, so that what somebody paused or deleted stays so. The admin's password comes from
CAFLUX_ADMIN_PASSWORD, or from the file that CAFLUX_ADMIN_PASSWORD_FILE names.
"""

import argparse
import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from caflux_demo_ioc.catalogue import demo_pvs

TIMEOUT_S = 30


class LoadError(Exception):
    """The PVs could not be configured; the message says why."""


def load(url: str, password: str, prefix: str) -> int:
    """Configure the PVs of the demo at the config-api at `url`; give how many were added.

    Raises:
        LoadError: config-api refused, or can't be reached.
    """
    query = urlencode({"search": f"{prefix}*", "limit": 1})
    if _call("GET", f"{url}/v1/pvs?{query}")["total"]:
        return 0
    basic = base64.b64encode(f"admin:{password}".encode()).decode()
    wish = {"name": "demo PVs", "days": 1}
    issued = _call("POST", f"{url}/v1/tokens", wish, {"Authorization": f"Basic {basic}"})
    bearer = {"Authorization": f"Bearer {issued['token']}"}
    rows = [{"name": pv.name, "description": pv.description} for pv in demo_pvs(prefix)]
    try:
        return int(_call("POST", f"{url}/v1/pvs/import", rows, bearer)["added"])
    finally:
        _call("DELETE", f"{url}/v1/tokens/{issued['id']}", headers=bearer)


def _call(method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    content = {"Content-Type": "application/json"} if data else {}
    request = Request(url, data, {**content, **(headers or {})}, method=method)  # noqa: S310 - our own config-api
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - our own config-api
            text = answer.read()
    except HTTPError as error:
        raise LoadError(f"{method} {url} was refused: {error.code} {error.read(2_000).decode()}") from error
    except (URLError, TimeoutError) as error:
        raise LoadError(f"config-api at {url} can't be reached: {error}") from error
    return json.loads(text) if text else None


def _password() -> str:
    if password := os.environ.get("CAFLUX_ADMIN_PASSWORD"):
        return password
    path = os.environ.get("CAFLUX_ADMIN_PASSWORD_FILE")
    if not path:
        raise LoadError("set CAFLUX_ADMIN_PASSWORD, or CAFLUX_ADMIN_PASSWORD_FILE to the file that holds it")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise LoadError(f"the admin's password can't be read from {path}: {error.strerror}") from error


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 where the PVs are configured."""
    parser = argparse.ArgumentParser(
        prog="python -m caflux_demo_ioc.load", description=__doc__.splitlines()[0]
    )
    parser.add_argument("url", help="config-api's address, before /v1")
    parser.add_argument("--prefix", default="DEMO:", help="the demo IOC's prefix")
    options = parser.parse_args(arguments)
    try:
        added = load(options.url.rstrip("/"), _password(), options.prefix)
    except LoadError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(
        f"{added} PVs of the demo added\n" if added else "the demo's PVs are configured already\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
