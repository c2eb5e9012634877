"""Tables for the tests of figures of a framing study, invented throughout."""

import pandas as pd
from figure_tables import n_of

OUTLETS = ["Coastwire", "The Meridian", "Daily Gull", "Radio Estuary", "State Herald"]


def make_passages(outlets=OUTLETS, *, n_sentences=36, zero=False, leader="Edda Halvorn"):
    """Sentence 3 is taken by everybody; of those at hand a third by nobody."""
    rows = []
    for sentence in range(n_sentences):
        n_words = 6 + n_of(sentence, 3, 29)
        kinds = [_taken(sentence, place, zero) for place in range(len(outlets))]
        for outlet, taken in zip(outlets, kinds, strict=True):
            part = n_words if sentence % 2 else 3
            quoted, paraphrased = part * (taken == "quoted"), n_words * (taken == "paraphrased")
            n_groups = sum(kind != "omitted" for kind in kinds)
            rows.append((sentence, n_words, outlet, quoted, paraphrased, taken, n_groups))
    names = ["sentence", "n_words", "group", "n_words_quoted", "n_words_paraphrased", "taken", "n_groups"]
    return pd.DataFrame(rows, columns=names).assign(speech_id="s1", leader=leader, n_articles=1)


def _taken(sentence, place, zero):
    if zero or sentence % 3 == 1:
        return "omitted"
    if sentence == 3:
        return "quoted"
    return ("quoted", "omitted", "paraphrased", "omitted", "omitted")[(sentence * (place + 2) + place) % 5]
