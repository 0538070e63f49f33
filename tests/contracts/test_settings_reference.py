import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_of_the_settings_says_what_the_settings_are() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "settings_reference.py"))
    written = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert written == script["page"](), "run: make openapi"


def test_the_reference_of_access_says_what_the_routes_need() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "access_reference.py"))
    written = (ROOT / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
    assert written == script["page"](), "run: make openapi"


def test_every_setting_is_explained() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "settings_reference.py"))
    unexplained = [line for line in script["page"]().splitlines() if line.endswith("|  |")]
    assert unexplained == []
