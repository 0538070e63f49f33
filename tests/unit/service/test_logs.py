import subprocess
import sys

import pytest

PROGRAM = """
import sys
import structlog
from caflux_service.logs import set_up_logs

def fail(password):
    raise RuntimeError("it failed")

set_up_logs(sys.argv[1])
try:
    fail("hun" + "ter2")
except RuntimeError as error:
    structlog.get_logger("test").error("request failed", exc_info=error)
"""


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_logged_traceback_shows_no_local_variables(log_format: str) -> None:
    logged = subprocess.run(
        [sys.executable, "-c", PROGRAM, log_format], capture_output=True, text=True, check=True
    ).stderr

    assert "it failed" in logged
    assert "in fail" in logged or '"fail"' in logged
    assert "hunter2" not in logged
