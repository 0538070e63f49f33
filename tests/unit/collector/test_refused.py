"""Finding the lines that an archive refuses, and keeping them with the reason."""

import pytest
from caflux_collector.refused import EXPIRED, MOST_WRITES, Refusals, is_sample, split_lines
from caflux_contracts.names import check_pv_name
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable, Event, PartialWrite, PointsExpired
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

    def __init__(self, *, away_after: int = 1_000_000, whole: bool = False, reason: str = "bad") -> None:
        self.stored: set[bytes] = set()
        self.writes = 0
        self._away_after = away_after
        self._whole = whole
        self._reason = reason

    async def write(self, lines: bytes) -> None:
        self.writes += 1
        if self.writes > self._away_after:
            raise ArchiveUnavailable("away")
        parts = split_lines(lines)
        good = [line for line in parts if b"bad" not in line]
        if self._whole and len(good) < len(parts):
            raise ArchiveRefused(self._reason)  # without a word of how many
        self.stored.update(good)
        if len(good) < len(parts):
            if "retention" in self._reason:
                raise PointsExpired(self._reason, len(parts) - len(good))
            raise PartialWrite(f"partial write: {self._reason}", len(parts) - len(good))

    async def close(self) -> None:
        """Nothing is open."""


def samples(bad: list[bool]) -> list[bytes]:
    return [b"sample,pv=%s%d value=1 5\n" % (b"bad" if is_bad else b"p", k) for k, is_bad in enumerate(bad)]


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 3), st.booleans())
async def test_exactly_the_refused_lines_are_found(bad: list[bool], times: int, whole: bool) -> None:
    lines = samples(bad)
    archive, refusals = Picky(whole=whole), Refusals()
    for _ in range(times):
        found = await refusals.write(archive, b"".join(lines))
        assert sorted(line for line, _ in found) == sorted(line for line in lines if b"bad" in line)
        assert all("bad" in reason for _, reason in found)
    assert archive.stored == {line for line in lines if b"bad" not in line}


async def test_one_bad_series_in_many_is_found_in_few_writes_and_then_kept_apart() -> None:
    lines = [line for line in samples([k == 700 for k in range(1_000)]) for _ in range(5)]
    archive, refusals = Picky(), Refusals()
    assert len(await refusals.write(archive, b"".join(lines))) == 5
    assert archive.writes <= 30
    for _ in range(3):
        before = archive.writes
        assert len(await refusals.write(archive, b"".join(lines))) == 5
        assert archive.writes == before + 2


async def test_a_batch_that_is_refused_as_a_whole_costs_one_write() -> None:
    archive = Picky()
    assert len(await Refusals().write(archive, b"".join(samples([True] * 1_000)))) == 1_000
    assert archive.writes == 1


async def test_a_series_that_is_taken_again_is_with_the_others_again() -> None:
    archive, refusals = Picky(), Refusals()
    await refusals.write(archive, b"sample,pv=p value=bad 5\nsample,pv=q value=1 5\n")
    assert await refusals.write(archive, b"sample,pv=p value=1 6\nsample,pv=q value=1 6\n") == []
    before = archive.writes
    assert await refusals.write(archive, b"sample,pv=p value=1 7\nsample,pv=q value=1 7\n") == []
    assert archive.writes == before + 1


async def test_a_field_that_is_refused_is_found_by_its_name() -> None:
    reason = (
        'InfluxDB at http://x answered 400: partial write: field type conflict: input field "severity" on '
        'measurement "sample" is type integer, already exists as type float'
    )
    lines = [
        b'sample,pv=p%d text="a severity=1",x=%d%s 5\n'
        % (k, k, b",severity=2i,bad=1i" if k % 7 == 0 else b"")
        for k in range(1_000)
    ]
    archive = Picky(reason=reason)
    found = await Refusals().write(archive, b"".join(lines))
    assert sorted(line for line, _ in found) == sorted(line for line in lines if b"bad" in line)
    assert archive.writes == 3


async def test_what_is_too_old_is_found_by_its_time() -> None:
    lines = [
        b"sample,pv=p%d value=1 %s%03d\n" % (k % 10, b"1" if k >= 300 else b"0", k) for k in range(1_000)
    ]
    lines = [line.replace(b" 0", b" ").replace(b"value=1", b"value=1" if k >= 300 else b"value=bad")
             for k, line in enumerate(lines)]  # fmt: skip
    archive, refusals = Picky(reason="points beyond retention policy"), Refusals()
    for _ in range(2):  # nobody is suspected for it
        before = archive.writes
        found = await refusals.write(archive, b"".join(lines[::-1]))
        assert sorted(found) == sorted((line, EXPIRED) for line in lines if b"bad" in line)
        assert archive.writes == before + 1


async def test_the_search_ends_where_too_much_is_refused_here_and_there() -> None:
    lines = samples([k % 2 == 0 for k in range(4_000)])
    archive, refusals = Picky(), Refusals()
    found = dict(await refusals.write(archive, b"".join(sorted(lines)[::-1])))
    assert {line for line in lines if b"bad" in line} <= found.keys()
    assert archive.writes <= MOST_WRITES + 2
    text = [b'sample,pv=p%d text="%s" 5\n' % (k, b"bad" if k % 2 else b"good") for k in range(4_000)]
    found = dict(await Refusals().write(archive := Picky(), b"".join(text)))
    assert {line for line in text if b"bad" in line} <= found.keys()
    assert archive.writes <= MOST_WRITES + 2
    assert archive.stored == {line for line in text if b"bad" not in line}
    assert any("one or more of" in reason for reason in found.values())


async def test_an_archive_that_goes_away_meanwhile_says_so() -> None:
    with pytest.raises(ArchiveUnavailable):
        await Refusals().write(Picky(away_after=2), b"sample,pv=bad value=1 5\nsample,pv=p value=1 5\n")


def test_events_of_the_recording_are_no_samples() -> None:
    assert is_sample(encode_text(sample_prefix("event,pv"), NOW, "x", 0, 0))
    assert not is_sample(encode_event(Event("sample,", NOW, "connected")))
