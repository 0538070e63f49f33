"""Long ranges of every kind come back as they were written, however they were read."""

import math

import numpy as np
import pytest
from caflux_storage import CHUNK, Samples
from caflux_storage.encode import encode_array, encode_numbers, encode_text, sample_prefix
from caflux_testing.place import Place

T0 = 1_700_000_000_000_000_001
MS = 1_000_000


def numbers(time: list[int], value: list[float], severity: list[int]) -> bytes:
    n = len(time)
    levels = np.array(severity, np.uint8)
    times, values = np.array(time, np.int64), np.array(value)
    return encode_numbers([sample_prefix("A")], np.zeros(n, np.int32), times, values, levels, levels * 4)


def check(found: Samples, time: list[int], value: list[float], severity: list[int]) -> None:
    assert found.time.tolist() == time
    np.testing.assert_array_equal(found.value, value)
    assert found.severity.tolist() == severity
    assert found.status.tolist() == [level * 4 for level in severity]


@pytest.mark.parametrize("alarmed", [1_000, 1], ids=["seldom", "always"])
async def test_a_long_range_of_numbers_comes_back(place: Place, alarmed: int) -> None:
    """Dense at first, then with a long pause, then twice as dense; with a few NaN where it is not dense."""
    n = CHUNK + 60_000
    steps = np.where(np.arange(n) < n - 40_000, 100 * MS, 50 * MS)
    steps[n - 50_000] = 10**15
    time = (T0 + np.cumsum(steps)).tolist()
    value = [float(k % 977) for k in range(n)]
    value[n - 7] = math.nan
    severity = [int(k % alarmed == 0) for k in range(n)]
    await place.write(numbers(time, value, severity))

    check(await place.read("A"), time, value, severity)
    part = slice(70_001, 90_000)
    check(await place.read("A", time[part.start], time[part.stop]), time[part], value[part], severity[part])


@pytest.mark.parametrize("most", [10_000, 15_000, 30_001])
async def test_few_are_read_in_halves_and_all_come_in_order(place: Place, most: int) -> None:
    """More in the first half than are asked for at once, in both, or in neither."""
    n = 30_000
    time = [T0 + (k if k < 20_000 else 3 * k) * MS for k in range(n)]
    value = [float(k % 977) for k in range(n)]
    severity = [int(k % 5_000 == 0) for k in range(n)]
    await place.write(numbers(time, value, severity))

    chunks = [chunk async for chunk in place.archive.samples("A", time[0], time[-1] + 1, most)]

    check(Samples.concatenate(chunks), time, value, severity)


async def test_texts_and_waveforms_in_the_midst_of_numbers_come_back(place: Place) -> None:
    n = 52_000
    time = [T0 + k * 10 * MS for k in range(n)]
    severity = [k % 3 for k in range(n)]
    lines = [numbers(time, [float(k) for k in range(n)], severity)]
    prefix, wave = sample_prefix("A"), np.arange(300.0)
    odd = [*range(51_000, 51_500), 51_999]
    lines += [encode_text(prefix, time[k] + 1, f"text {k}", 1, 4) for k in odd]
    lines += [encode_array(prefix, time[k] + 2, wave, 0, 0) for k in odd]
    await place.write(*lines)

    found = await place.read("A")

    assert len(found) == n + 2 * len(odd)
    assert found.other is not None
    texts = {int(t): item for t, item in zip(found.time, found.other, strict=True) if isinstance(item, str)}
    waves = [int(t) for t, item in zip(found.time, found.other, strict=True) if isinstance(item, np.ndarray)]
    assert texts == {time[k] + 1: f"text {k}" for k in odd}
    assert waves == [time[k] + 2 for k in odd]
    plain = found[np.array([item is None for item in found.other])]
    check(plain, time, [float(k) for k in range(n)], severity)
