"""Numbers as text, with no more digits than the data bear."""

from __future__ import annotations

import math

_MINUS = "\N{MINUS SIGN}"
_DRAWN = 2000  # permutations, where a table does not say how many


def number(value: float, decimals: int) -> str:
    """Return a number with that many decimals; what rounds to zero has no sign.

    Examples
    --------
    >>> number(-2.345, 1), number(-0.04, 1), number(12345.6, 0)
    ('−2.3', '0.0', '12,346')
    """
    written = f"{abs(value):,.{decimals}f}"
    is_zero = not any(digit in "123456789" for digit in written)
    return written if is_zero or value > 0 else _MINUS + written


def signed(value: float, decimals: int) -> str:
    """Return a number with its sign, whichever it is; what rounds to zero has none.

    Examples
    --------
    >>> signed(16.2, 0), signed(-1.5, 1), signed(-0.2, 0)
    ('+16', '−1.5', '0')
    """
    written = number(value, decimals)
    return f"+{written}" if value > 0 and any(digit in "123456789" for digit in written) else written


def significant(value: float, digits: int = 2) -> str:
    """Return a positive number with so many significant digits, whole numbers in full.

    Examples
    --------
    >>> significant(2.0), significant(0.0512), significant(9.97), significant(123.4)
    ('2.0', '0.051', '10', '123')
    """
    rounded = float(f"{value:.{digits - 1}e}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    return number(value, decimals)


def decimals_of_counts(per: float, n: int) -> int:
    """Return how many decimals a rate per so many has, no finer than one hit in n moves it; at most one.

    Examples
    --------
    Percentages of 60 and of 1,000 remarks; hits per 1,000 of 4,000 and of 20,000 words.

    >>> decimals_of_counts(100, 60), decimals_of_counts(100, 1000)
    (0, 1)
    >>> decimals_of_counts(1000, 4000), decimals_of_counts(1000, 20_000)
    (0, 1)
    """
    return 1 if n >= 10 * per else 0


def decimals_of_interval(low: float | None, high: float | None) -> int:
    """Return how many decimals an estimate with that interval bears; one without an interval.

    Notes
    -----
    One significant digit of half the width, two where the first is 1: the rule of the Particle Data Group, in brief.

    Examples
    --------
    >>> decimals_of_interval(0.06, 0.26), decimals_of_interval(0.1, 0.9), decimals_of_interval(None, None)
    (2, 1, 1)
    """
    if low is None or high is None or high <= low:
        return 1
    half = (high - low) / 2
    first = math.floor(math.log10(half))
    is_one = half / 10**first < 2
    return int(min(3, max(0, is_one - first)))


def p_value(p: float, n_resamples: int | None) -> str:
    """Return a p-value with two decimals, or three where the error of drawing so many permutations is smaller.

    Examples
    --------
    >>> p_value(0.0481, 2000), p_value(0.0481, 100_000), p_value(0.0042, 2000), p_value(0.0005, 2000)
    ('p = .05', 'p = .048', 'p = .004', 'p < .001')
    """
    error = math.sqrt(p * (1 - p) / (n_resamples or _DRAWN))
    decimals = 3 if p < 0.1 and error < 0.0015 else 2
    unit = 10**-decimals
    written = f"p < {unit:.{decimals}f}" if p < unit else f"p = {p:.{decimals}f}"
    return written.replace(" 0.", " .")
