"""Which quotation marks belong together."""

import pytest

from framing import find_quotations
from framing.speech.passages import read_passages


def quoted(text):
    return [text[row.start : row.end] for row in find_quotations(text).itertuples()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” she said.", ["Go,"]),
        ('"Go," she said.', ["Go,"]),
        ("''Go,'' she said.", ["Go,"]),
        ("``Go,'' she said.", ["Go,"]),
        ("«Go,» she said.", ["Go,"]),
        ("„Go,“ she said.", ["Go,"]),
        (",,Go,” she said.", ["Go,"]),
        ("‘Go,’ she said.", ["Go,"]),
        ("'Go,' she said.", ["Go,"]),
        ("'It isn't ours,' she said.", ["It isn't ours,"]),
        ("The crew's boat and the boats' crews.", []),
        ("It was the '90s and the crew's last year.", []),
        ("“Go,“ she said. “Stay,“ he said.", ["Go,", "Stay,"]),
        ("”Go,” she said.", ["Go,"]),
        ('"Go,"she said.', ["Go,"]),
        ("“He said ‘no’ and left,” she said.", ["He said ‘no’ and left,"]),
        ("''I said, 'Stay,''' he said.", ["I said, 'Stay,'"]),
        ("“Go. “Stay,” he said.", ["Go.", "Stay,"]),
        ("The gate” was shut.", []),
        ("“The end", ["The end"]),
        ("â€œGo,â€ she said.", ["Go,"]),
        ("“First.\n\n“Second,” he said.", ["First.", "Second,"]),
        ('""', []),
        ("", []),
    ],
)
def test_marks_of_every_kind_are_paired(text, expected):
    assert quoted(text) == expected


def test_a_stray_mark_costs_no_more_than_its_paragraph():
    assert quoted('The 6" pipe broke.\n\n"Go," she said.')[-1] == "Go,"


def test_a_quotation_that_nobody_closed_says_so():
    assert find_quotations("“The end").isna()["closed_by"].tolist() == [True]


@pytest.mark.parametrize(
    ("text", "n_units"),
    [
        ("Mr. Cole said no. It rained.", 2),
        ('"Who pays?" Mayor Brook asked. Nobody knew.', 2),
        ('"We go." The crew left.', 2),
        ("The ferry was late.It rained.", 2),
        ("J. D. Cole of the U.S. navy said no.", 1),
        ("The No. 2 of the party said no.", 1),
        ('"It rained. It poured," she said.', 1),
        ("It closes at 7 p.m. He said so.", 2),
    ],
)
def test_a_unit_is_a_sentence_with_its_quotation_and_attribution(text, n_units):
    (passage,) = read_passages(text)
    assert len(passage.units) == n_units


def test_places_of_words_slice_back_to_the_text():
    text = "Ilse **Brandt** (D-Elm) said:\n\n“The dam's old … and won’t hold.”"
    for passage in read_passages(text):
        assert [text[a:b] for a, b in zip(passage.starts, passage.ends, strict=True)] == list(passage.words)
