from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform.editorial.numbers.statistics import percentile

numbers = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=60)


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=2, max_size=60))
def test_as_the_library_has_it(values: list[float]) -> None:
    tenths = quantiles(values, n=10, method="inclusive")
    assert percentile(values, 0.9) == pytest.approx(tenths[8], abs=1e-6)
    assert percentile(values, 0.5) == pytest.approx(median(values), abs=1e-6)


@given(numbers, st.floats(0, 1), st.floats(0, 1))
def test_it_grows_with_its_share_and_stays_among_the_values(values: list[float], one: float, two: float) -> None:
    low, high = sorted((one, two))
    below, above = percentile(values, low), percentile(values, high)
    assert below is not None and above is not None
    assert min(values) <= below <= above + 1e-6 and above <= max(values)


@given(numbers, st.randoms(), st.floats(0, 1))
def test_the_order_of_the_values_is_nothing_to_it(values: list[float], random: object, share: float) -> None:
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert percentile(mixed, share) == percentile(values, share)


def test_nothing_and_nonsense() -> None:
    assert percentile([], 0.5) is None
    for share in (-0.1, 1.1):
        with pytest.raises(ValueError):
            percentile([1], share)
