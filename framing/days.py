"""Days as people write them: which of them say a day without doubt."""

from __future__ import annotations

import csv
import datetime
import re
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd


@cache
def _names(kind: str) -> dict[str, int]:
    """The names of months, weekdays and the like in every language of `days.csv`, each with its number."""
    lines = resources.files("framing").joinpath("days.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["name"]: int(row["number"] or 0) for row in rows if row["kind"] == kind}


def _any_of(kind: str) -> str:
    """A pattern of these names, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(_names(kind), key=len, reverse=True))) + ")"


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\.?"
_YEAR = r"(?P<year>\d{4})"
_CLOCK = r"\d{1,2}\s?[:.h]\s?\d{2}"
_OF_NUMBERS = r"(?P<one>\d{1,2})\s?[./-]\s?(?P<other>\d{1,2})\s?[./-]\s?(?P<year>\d{4})"
_FIRST_YEAR, _LAST_YEAR = 1700, 2200  # what pandas keeps to the nanosecond, and newspapers


@cache
def _days() -> list[re.Pattern[str]]:
    """The ways to write a day without doubt: the year first, or the month by its name. A clock may follow."""
    month = rf"(?P<month>{_any_of('month')})\.?"
    before, after = rf"(?:{_any_of('weekday')}\.?,?\s+)?", rf"(?:,?\s+{_any_of('weekday')}\b\.?)?"
    clock = rf"(?:(?:,?\s+(?:{_any_of('at')}\s+)?|t){_CLOCK}.*)?"
    days = (
        rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
        rf"{_DAY}[\s/-]*(?:of\s+)?{month},?[\s/-]*{_YEAR}",
        rf"{month}\s*{_DAY},?\s+(?:{_CLOCK}\S*\s+(?:[a-z+-]\S*\s+)?)?{_YEAR}",
    )
    return [re.compile(f"{before}{day}{after}{clock}", re.IGNORECASE | re.DOTALL) for day in days]


def parse_day(value: Any) -> pd.Timestamp:
    """Return the day that a value says without doubt, as printed: no clock and no time zone moves it.

    Parameters
    ----------
    value : str, date or datetime
        2025-02-17, 17 February 2025, Feb. 17, 2025, 17. Februar 2025 or 17 février 2025, with or without weekday and
        time; but not 03/04/2025, "now", 2025 or a month alone. The names of months and weekdays stand in `days.csv`.

    Returns
    -------
    pandas.Timestamp
        Midnight of that day, without a zone.

    Raises
    ------
    ValueError
        When it says no day, one that the calendar does not have, or one that can be read in two ways.

    Examples
    --------
    >>> parse_day("2025-02-17T00:30+02:00")
    Timestamp('2025-02-17 00:00:00')
    >>> parse_day("Tue 03/04/2025")
    Traceback (most recent call last):
    ValueError: 'Tue 03/04/2025' is no date without doubt: write year, month, day, as in 2025-02-17
    """
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, datetime.date):
        return _midnight(value.year, value.month, value.day, value)
    written = value.strip() if isinstance(value, str) else ""
    found = next(filter(None, (pattern.fullmatch(written) for pattern in _days())), None)
    if found is None:
        raise _no_such_day(value) if _is_impossible(written) else _doubtful(value)
    month = found["month"].casefold()
    number = int(month) if month.isdecimal() else _names("month").get(month, 0)  # re takes a dotless i for an i
    return _midnight(int(found["year"]), number, int(found["day"]), value)


def _midnight(year: int, month: int, day: int, value: Any) -> pd.Timestamp:
    """That day, when the calendar has it."""
    if not month:
        raise _doubtful(value)
    if not _is_a_day(year, month, day):
        raise _no_such_day(value)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _doubtful(value)
    return pd.Timestamp(datetime.date(year, month, day))


def _is_a_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has it."""
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _is_impossible(written: str) -> bool:
    """Whether a date of numbers is no day of the calendar, whichever of day and month stands first."""
    found = re.fullmatch(_OF_NUMBERS, written)
    if found is None:
        return False
    year, one, other = (int(found[name]) for name in ("year", "one", "other"))
    return not _is_a_day(year, one, other) and not _is_a_day(year, other, one)


def _no_such_day(value: Any) -> ValueError:
    written = repr(value if isinstance(value, str) else str(value))
    return ValueError(f"{written}: there is no such day in the calendar. Write year, month, day, as in 2025-02-17")


def _doubtful(value: Any) -> ValueError:
    written = repr(value if isinstance(value, str) else str(value))
    return ValueError(f"{written} is no date without doubt: write year, month, day, as in 2025-02-17")
