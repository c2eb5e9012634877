"""Places: where in its article each remark stands."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.places import remark_places
from tests.tables_by_hand import cells, remark, remarks_of

REMARKS = remarks_of(
    [
        remark("r1", "Ada Brook", "direct", "said", start=0),
        remark("r2", "Ada Brook", "direct", "said", start=90, repeats="r1"),
        remark("r3", "Ada Brook", "mixed", "said", start=60),
        remark("r4", "Ada Brook", "indirect", "said", start=30, article="a2"),
        remark("r5", "Ada Brook", "indirect", "declined to say", start=10, not_said=True),
        remark("r6", "Ben Cole", "mixed", "said", start=40),
        remark("r7", None, "indirect", None, start=50),
    ]
)


def test_places_are_shares_of_the_characters_of_the_article():
    places = remark_places(REMARKS, length={"a1": 100, "a2": 300})
    assert cells(places, "remark_id", "article_id", "order", "start", "end", "share_start", "share_end") == [
        ("r1", "a1", 1, 0, 9, 0.0, 0.09),
        ("r6", "a1", 2, 40, 49, 0.4, 0.49),
        ("r7", "a1", 3, 50, 59, 0.5, 0.59),
        ("r3", "a1", 4, 60, 69, 0.6, 0.69),
        ("r2", "a1", 5, 90, 99, 0.9, 0.99),
        ("r4", "a2", 1, 30, 39, 0.1, 0.13),
    ]


def test_repetitions_have_a_place_and_what_was_not_said_has_none():
    places = remark_places(REMARKS, length={"a1": 100, "a2": 300})
    assert "r5" not in places["remark_id"].tolist()
    assert cells(places[places["remark_id"] == "r2"], "repeats") == [("r1",)]


def test_lengths_may_be_a_series():
    lengths = pd.Series({"a1": 100, "a2": 300})
    pd.testing.assert_frame_equal(
        remark_places(REMARKS, length=lengths), remark_places(REMARKS, length={"a1": 100, "a2": 300})
    )


def test_no_remarks_have_no_places():
    nothing = remark_places(remarks_of([]), length={})
    assert list(nothing.columns) == list(remark_places(REMARKS, length={"a1": 100, "a2": 300}).columns)
    assert nothing.empty


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: remark_places(REMARKS, length={"a1": 100}), "no length for article 'a2'"),
        (
            lambda: remark_places(REMARKS, length={"a1": 80, "a2": 300}),
            "article 'a1' has 80 characters, but a remark of it ends at 99.",
        ),
    ],
)
def test_bad_lengths_say_what_is_wrong_and_what_to_do(call, message):
    with pytest.raises(TableError) as error:
        call()
    assert message in str(error.value)
