"""Tables for the tests of figures of a framing study, invented throughout."""

import math

import pandas as pd
from figure_tables import FRAMES, n_of

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


def make_stability(outlets=OUTLETS, *, n_terms=23, n_stories=40, shift=0.16, refused=2, measure="share_remarks"):
    """One claim: stories move it little and have no interval, one term turns it."""
    turns = [("main", "main", 0.0)]
    turns += [
        ("term", f"without the term {'gale' if k else 'bord*'}{k}", n_of(k, 2, 20) / 150 - 0.06) for k in range(n_terms)
    ]
    turns += [("outlet", f"without the outlet {outlet}", n_of(k, 5, 9) / 60 - 0.06) for k, outlet in enumerate(outlets)]
    turns += [("story", f"without the story s{k}", n_of(k, 3, 11) / 500 - 0.01) for k in range(n_stories)]
    turns += [("around", "narrated words by the paragraph", -0.05), ("duplicates", "each article a story", 0.03)]
    turns += [("remarks", "with the other remarks", 0.02), ("voices", "quoted words", -0.02 - shift)]
    rows = []
    for place, (choice, specification, move) in enumerate(turns):
        estimate = None if 1 <= place <= refused else shift + move
        bare = choice == "story" or estimate is None
        low, high = (None, None) if bare else (estimate - 0.1, estimate + 0.12)
        note = "no remarks (reference)" if estimate is None else "point estimate" if bare else None
        same = None if estimate is None else estimate > 0
        left_out = specification.removeprefix(f"without the {choice} ") if choice != "main" else None
        rows.append((specification, choice, left_out, estimate, low, high, None, 40, same, note))
    names = ["specification", "choice", "left_out", "estimate", "ci_low", "ci_high", "p_value", "n_stories"]
    table = pd.DataFrame(rows, columns=[*names, "same_sign", "note"])
    numbers = ["estimate", "ci_low", "ci_high"]
    table[numbers] = table[numbers].astype("float64") * (1 if measure == "share_remarks" else 8)
    return table


def make_voices(leaders, frames=("burden_sharing",), *, measure="share_remarks", interval=True, refused=(2,)):
    """Narrated words against quoted ones by leader and frame."""
    rows = []
    for number, leader in enumerate(leaders):
        for place, frame in enumerate(frames):
            around, said = n_of(number + 2, place + 1, 9) / 20 + 0.02, n_of(number, place + 3, 11) / 20 + 0.03
            note = None
            if number in refused:
                around, note = None, "no words (group)"
            shares = measure == "share_remarks"
            effect = None if around is None else around - said if shares else math.log2(around / said)
            bounds = (None, None) if effect is None or not interval else (effect - 0.1, effect + 0.15)
            n = (40 - number, 8 + 3 * number)
            rows.append((leader, frame, measure, *n, around, said, effect, effect, *bounds, note))
    names = ["leader", "frame", "measure", "n_remarks", "reference_n_remarks", measure, f"reference_{measure}"]
    names += ["difference", "log2_ratio", "ci_low", "ci_high", "note"]
    table = pd.DataFrame(rows, columns=names).assign(by="voice", group="narrated", reference="quoted", lexicon="s@1.0")
    return table.astype(dict.fromkeys(("difference", "log2_ratio", "ci_low", "ci_high", measure), "float64"))


STANCES = ("neutral", "endorsing", "distancing", None)
ACTS = ("stating", "asking", "demanding", "promising", "warning", "agreeing", "conceding", "refusing", None)


def make_shares(leaders, outlets=OUTLETS, *, column="cue_stance", zero=False):
    """Remarks by stance or act; the third outlet has none of the first leader."""
    rows = []
    for place, outlet in enumerate(outlets):
        for number, leader in enumerate(leaders):
            values = STANCES if column == "cue_stance" else ACTS
            counts = [n_of(place + k, number + 2 * k, 9) * (3 if k == 0 else 1) for k in range(len(values))]
            counts = [0 if zero or (place == 2 and number == 0) else n for n in counts]
            rows += [(outlet, leader, value, n, sum(counts)) for value, n in zip(values, counts, strict=True)]
    names = ["outlet", "leader", "value", "n_remarks_with_value", "n_remarks"]
    return pd.DataFrame(rows, columns=names).assign(column=column)


def make_salience(leaders, outlets=OUTLETS, *, many=1, place=None):
    """Remarks in articles; the third outlet has none of the first leader."""
    rows = []
    for i, outlet in enumerate(outlets):
        for j, leader in enumerate(leaders):
            for k in range(0 if (i, j) == (2, 0) else (3 + n_of(i, j, 13)) * many):
                position = ((17 * i + 31 * j + 13 * k) % 101) / 100
                where = "headline" if k == 1 and j < 2 else "lead" if position < 0.12 else "body" if k % 5 else None
                rows.append((f"r{i}-{j}-{k}", outlet, leader, place or where, position))
    return pd.DataFrame(rows, columns=["remark_id", "outlet", "leader", "place", "position"])


RENDERED = [
    ('we will not pay "one coin" more than others', "said", "neutral", [[16, 24]], "after the third night of talks"),
    ("We will not pay one coin more than others", "claimed", "distancing", [[0, 41]], "behind closed doors"),
    ("the levy had reached its end", None, None, [], None),
    ("no more would be paid", "pointed out", "endorsing", [], "to applause from the harbour & the $5bn fund"),
]


def make_renderings(outlets=OUTLETS, *, words=None, leader="Edda Halvorn"):
    """One remark in many outlets, and the remarks that it was rendered in: tables `renderings` and `remarks`."""
    rows, remarks = [], []
    for place, outlet in enumerate(outlets):
        text, cue, stance, quoted, narration = RENDERED[place % len(RENDERED)]
        text = words or text
        n_quoted = sum(len(text[start:end].replace('"', "").split()) for start, end in quoted)
        where = ("headline", "lead", "body", None)[place % 4]
        row = (f"r{place}", outlet, cue, stance, where, len(text.split()), n_quoted, text, narration)
        rows.append(row)
        spans = [[900 + start, 900 + end] for start, end in quoted]
        remarks.append((f"r{place}", [[900, 900 + len(text)]], spans))
    names = ["remark_id", "outlet", "cue", "cue_stance", "place", "n_words", "n_words_quoted", "words", "narration"]
    table = pd.DataFrame(rows, columns=names).assign(cluster=f"{leader} 1", leader=leader)
    return table, pd.DataFrame(remarks, columns=["remark_id", "spans", "quoted_spans"])


def make_selection(frames=FRAMES, groups=(None,), *, interval=True, refused=(3,)):
    """Selected and omitted sentences by group and frame; some frames have no interval, one no share."""
    rows = []
    for place, group in enumerate(groups):
        for number, frame in enumerate(frames):
            selected, omitted = n_of(number + place, 2, 11) / 14, n_of(number, 5 + place, 9) / 14
            note = None
            if number in refused:
                selected, note = None, "no words"
            difference = None if selected is None else selected - omitted
            bounds = (None, None)
            if difference is not None and interval and number % 4 != 2:
                bounds = (difference - 0.1, difference + 0.12)
            elif difference is not None:
                note = "under 8 stories: no interval"
            p = None if difference is None else n_of(number, 3, 17) / 170
            n = (12 + 5 * place, 60)
            rows.append((group, frame, *n, selected, omitted, difference, *bounds, p, p and min(1.0, 3 * p), note))
    names = ["group", "frame", "n_selected", "n_omitted", "share_selected", "share_omitted", "difference"]
    table = pd.DataFrame(rows, columns=[*names, "ci_low", "ci_high", "p_value", "p_adjusted", "note"])
    return table.assign(leader="Edda Halvorn", lexicon="s@1.0").astype(dict.fromkeys(("ci_low", "ci_high"), "float64"))


def make_shares_quoted(leaders, groups=OUTLETS, *, zero=False, interval=True):
    """Shares of speeches by outlet and leader; the third outlet has none of the first."""
    rows = []
    for place, group in enumerate(groups):
        for number, leader in enumerate(leaders):
            n = 0 if zero or (place == 2 and number == 0) else 1 + n_of(place, number, 13)
            quoted, paraphrased = n * 0.011, n * 0.02 * (number % 3)
            bounds = (max(0.0, quoted - 0.02), quoted + 0.03) if interval and n > 7 else (None, None)
            rows.append((group, None, leader, 700, quoted, paraphrased, n, *bounds))
    names = ["group", "speech_id", "leader", "n_words", "share_quoted", "share_paraphrased", "n_remarks"]
    table = pd.DataFrame(rows, columns=[*names, "ci_low", "ci_high"])
    return table.astype({"ci_low": "float64", "ci_high": "float64"})
