"""Finding the lines that an archive refuses, and keeping them with the reason."""

from pathlib import Path

import pytest
from caflux_collector.refused import is_sample, quarantine, refused_lines, split_lines
from caflux_contracts.names import check_pv_name
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable, Event, PartialWrite
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000


def is_pv_name(name: str) -> bool:
    try:
        check_pv_name(name)
    except ValueError:
        return False
    return True


NAMES = st.text(st.sampled_from("aé\"\\ ,='{}/") | st.characters(), min_size=1, max_size=8).filter(is_pv_name)
TEXTS = st.text(st.sampled_from('a\n"\\ ,=#\r') | st.characters(exclude_categories=["Cs"]), max_size=8)
LINES = st.builds(
    lambda pv, text, severity: encode_text(sample_prefix(pv), NOW, text, severity, severity),
    NAMES,
    TEXTS,
    st.integers(0, 3),
) | st.builds(lambda pv, text: encode_event(Event(pv, NOW, "connected", text, 1)), NAMES, TEXTS)


@given(st.lists(LINES, max_size=8))
def test_a_batch_is_split_into_its_lines(lines: list[bytes]) -> None:
    assert split_lines(b"".join(lines)) == lines


@pytest.mark.parametrize(
    "pv",
    ['say "hello', 'a\\ "b', "a\\,b", "a\\\\b", 'x"\\"y', "sp ace,co=mma", 'filter.{"dbnd":{"d":1}}'],
)
@pytest.mark.parametrize("text", ["plain", "two\nlines", 'text "with\nlines"\\'])
def test_a_name_with_quotes_and_backslashes_does_not_join_lines(pv: str, text: str) -> None:
    lines = [encode_text(sample_prefix(pv), NOW, text, 0, 0)] * 3
    assert split_lines(b"".join(lines)) == lines


def test_a_last_line_without_an_end_is_a_line() -> None:
    assert split_lines(b"sample,pv=a value=1 5\nsample,pv=a value=2 6") == [
        b"sample,pv=a value=1 5\n",
        b"sample,pv=a value=2 6",
    ]


class Picky:
    """An archive that refuses lines with a word in them, and says so as InfluxDB does."""

    def __init__(self, *, away_after: int = 1_000_000) -> None:
        self.stored: set[bytes] = set()
        self.writes = 0
        self._away_after = away_after

    async def write(self, lines: bytes) -> None:
        self.writes += 1
        if self.writes > self._away_after:
            raise ArchiveUnavailable("away")
        parts = split_lines(lines)
        good = [line for line in parts if b"bad" not in line]
        self.stored.update(good)
        if len(good) == len(parts):
            return
        if good:
            raise PartialWrite("partial write: some are bad", len(parts) - len(good))
        raise ArchiveRefused("all are bad")

    async def close(self) -> None:
        """Nothing is open."""


@given(st.lists(st.booleans(), min_size=1, max_size=40))
async def test_exactly_the_refused_lines_are_found_in_order(bad: list[bool]) -> None:
    lines = [b"sample,pv=%s%d value=1 5\n" % (b"bad" if is_bad else b"p", k) for k, is_bad in enumerate(bad)]
    archive = Picky()
    found = await refused_lines(archive, b"".join(lines))
    assert [line for line, _ in found] == [line for line in lines if b"bad" in line]
    assert archive.stored == {line for line in lines if b"bad" not in line}
    assert all("bad" in reason for _, reason in found)


async def test_one_bad_line_in_many_is_found_in_few_writes() -> None:
    lines = [b"sample,pv=p%d value=1 5\n" % k for k in range(1_000)]
    lines[700] = b"sample,pv=bad value=1 5\n"
    archive = Picky()
    assert [line for line, _ in await refused_lines(archive, b"".join(lines))] == [lines[700]]
    assert archive.writes <= 22


async def test_an_archive_that_goes_away_meanwhile_says_so() -> None:
    with pytest.raises(ArchiveUnavailable):
        await refused_lines(Picky(away_after=2), b"sample,pv=bad value=1 5\nsample,pv=p value=1 5\n")


def test_quarantine_keeps_every_line_with_time_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "quarantine.lines"
    quarantine(path, [(b"sample,pv=a value=1 5\n", "field type\nconflict")], NOW)
    quarantine(path, [(b"sample,pv=b value=1 6", "too old")], NOW)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "# 2023-11-14T22:13:20+00:00 field type conflict",
        "sample,pv=a value=1 5",
        "# 2023-11-14T22:13:20+00:00 too old",
        "sample,pv=b value=1 6",
    ]


def test_events_of_the_recording_are_no_samples() -> None:
    assert is_sample(encode_text(sample_prefix("event,pv"), NOW, "x", 0, 0))
    assert not is_sample(encode_event(Event("sample,", NOW, "connected")))
