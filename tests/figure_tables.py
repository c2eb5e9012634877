"""Tables for the tests of figures, invented throughout; their numbers follow from those of rows and columns."""

import math

import pandas as pd

LEADERS = ["Edda Halvorn", "Tomas Quillane", "Ines Varrow", "Caspar Lindrey", "Oona Brask", "Yevgen Tarasiuk"]
THIRTY = [
    f"{first} {last}"
    for first in ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay")
    for last in ("Orlmark", "Vesterby", "Tann", "Quist-Amundsen", "Li")
]
FRAMES = [
    *("security_threat", "burden_sharing", "alliance_unity_or_division", "diplomacy", "deterrence_and_strength"),
    *("sovereignty", "responsibility", "economics", "timing", "domestic_politics", "law_and_order", "legitimacy"),
    *("horse_race", "moral_values"),
]
LONG = "Maximiliana Anastasia von und zu Oberhalvorn-Niederquillane-Donaudampfschifffahrtsgesellschaft"
HOSTILE = ["$5bn and $6bn Fund", "<b>Bo</b> & _x_ ^2", "Володимир Тарасюк", "علی موسوی", LONG, r"\frac{a}{b} %d {x}"]


def n_of(row: int, column: int, most: int = 9) -> int:
    """A number without a pattern one sees, zeros among them."""
    return (7 * row + 5 * column + row * column) % (most + 3) % (most + 1)


def make_rates(leaders, frames=FRAMES, *, zero=False, n_remarks=20, silent=()):
    rows = []
    for number, leader in enumerate(leaders):
        n_tokens = 0 if leader in silent else 40 * (number + 2)
        for place, frame in enumerate(frames):
            hits = 0 if zero or not n_tokens else n_of(number, place)
            rows.append(
                {
                    "leader": leader,
                    "lexicon": "practice@1.0",
                    "frame": frame,
                    "n_remarks": n_remarks,
                    "n_remarks_with_term": min(hits, n_remarks),
                    "share_remarks": min(hits, n_remarks) / n_remarks,
                    "n_matches": hits,
                    "n_negated": 0,
                    "n_tokens": n_tokens,
                    "per_1000": 1000 * hits / n_tokens if n_tokens >= 100 else None,
                    "n_stories": 1,
                    "note": None,
                }
            )
    return pd.DataFrame(rows)


def make_terms(leaders, frames=FRAMES[:3], *, zero=False):
    patterns = ["deter*", "credible", "fair share", "ceasefire", "$5bn", "<b>"]
    rows = [
        (leader, frame, pattern, 0 if zero else n_of(i + k, j), 1 if not zero and n_of(i + k, j) > 7 else 0)
        for i, leader in enumerate(leaders)
        for j, frame in enumerate(frames)
        for k, pattern in enumerate(patterns[: 2 + (i + j) % 3])
    ]
    return pd.DataFrame(rows, columns=["leader", "frame", "pattern", "n_matches", "n_negated"])


def make_scores(leaders, *, n_remarks=4, zero=False):
    rows = []
    for i, leader in enumerate(leaders):
        for k in range(n_remarks):
            for j, engine in enumerate(("textblob", "vader")):
                score = 0.0 if zero else None if (i + k + j) % 5 == 4 else n_of(i + k, 3 * j) / 5 - 0.9
                rows.append((leader, f"{i}-{k}", engine, score, 5 + k))
    return pd.DataFrame(rows, columns=["leader", "remark_id", "engine", "score", "n_words"])


def make_quotes(scores):
    ids = scores["remark_id"].dropna().unique()
    return pd.DataFrame(
        {"remark_id": ids, "words_shown": ["We will wait for $5bn & <b>more</b>, said the fund"] * len(ids)}
    )


def make_forms(leaders, *, zero=False):
    rows = [
        (leader, form, 0 if zero else n_of(i, j))
        for i, leader in enumerate(leaders)
        for j, form in enumerate(("direct", "mixed", "indirect"))
    ]
    return pd.DataFrame(rows, columns=["leader", "form", "n_remarks"])


def make_verbs(leaders):
    verbs = [
        ("said", "neutral"),
        ("told", "neutral"),
        ("pointed out", "endorsing"),
        ("claimed", "distancing"),
        (None, None),
    ]
    rows = [
        (leader, cue, None if cue is None else "stating", stance, 1 + n_of(i, j))
        for i, leader in enumerate(leaders)
        for j, (cue, stance) in enumerate(verbs)
        if (i + j) % 4
    ]
    return pd.DataFrame(rows, columns=["leader", "cue", "cue_act", "cue_stance", "n_remarks"])


def make_places(leaders):
    rows = []
    for i, leader in enumerate(leaders):
        for k in range(3):
            start = ((17 * i + 31 * k) % 97) / 100
            place = "headline" if start == 0 else "standfirst" if start < 0.1 else "lead" if start < 0.18 else "body"
            form = ("direct", "mixed", "indirect")[(i + k) % 3]
            rows.append(
                (f"{i}-{k}", leader, place, form, int(start * 6000), int(start * 6000) + 90, start, start + 0.015)
            )
    columns = ["remark_id", "leader", "place", "form", "start", "end", "share_start", "share_end"]
    return pd.DataFrame(rows, columns=columns)


def make_comparison(pair, frames=FRAMES, *, measure="share_remarks", n=(22, 9), interval=False, zero=False):
    rows = []
    for place, frame in enumerate(frames):
        one, other = (0.0, 0.0) if zero else (n_of(place, 1) / 12, n_of(place, 4) / 12)
        note = ["too few remarks (reference)"]
        if place == 3 and not zero:
            other, note = None, ["no words (reference)", *note]
        ratio = None if not one or not other else (one / other - 1)
        shares = measure == "share_remarks"  # the interval of shares is that of the difference
        effect, wide = (one - other, 0.2) if shares and ratio is not None else (ratio, 0.5)
        rows.append(
            {
                "by": "leader",
                "group": pair[0],
                "reference": pair[1],
                "lexicon": "practice@1.0",
                "frame": frame,
                "measure": measure,
                "n_remarks": n[0],
                "reference_n_remarks": n[1],
                "share_remarks": one,
                "reference_share_remarks": other,
                "difference": None if other is None else one - other,
                "n_matches": 3,
                "reference_n_matches": 2,
                "per_1000": None if shares else one,
                "reference_per_1000": None if shares else other,
                "log2_ratio": ratio,
                "ci_low": effect - wide if interval and effect is not None else None,
                "ci_high": effect + wide if interval and effect is not None else None,
                "p_value": None,
                "p_adjusted": None,
                "n_stories": 1,
                "reference_n_stories": 1,
                "note": "; ".join(note),
            }
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(("ci_low", "ci_high", "log2_ratio", "difference"), "float64"))


WORDS = ["burden", "fair share", "deter*", "resolve", "ceasefire", "talks", "border", "treaty", "levy", "grain"]


def make_contributions(pair, terms=None, *, scores=False, zero=False):
    terms = [f"{word} {n}" if n else word for n in range(4) for word in WORDS] if terms is None else terms
    rows = []
    for place, term in enumerate(terms):
        n, other = n_of(place, 2, 30), n_of(place, 5, 30)
        use = 0.0 if zero else (n - other) / (5 + place)
        score = (n_of(place, 7) - 4) / 9 if scores and not zero else 0.0
        rows.append((*pair[:2], "tone" if scores else "burden_sharing", term, n, other, use, score, use + score))
    names = ["group", "reference", "measure", "term", "n", "reference_n", "from_use", "from_score", "contribution"]
    return pd.DataFrame(rows, columns=names).assign(by="leader")


def make_dispersion(frames=FRAMES, patterns=(), *, n_stories=40, zero=False):
    rows = []
    for place, frame in enumerate(frames):
        for number, pattern in enumerate([None, *patterns]):
            hits = 0 if zero or (place + number) % 7 == 5 else 3 * n_of(place + number, 3, 20)
            value = (n_of(place, number, 17) + 2) / 20 if hits else None
            note = None if hits else "no hit"
            rows.append((frame, pattern, hits, n_stories, min(hits, n_stories) // 2, value, value, note))
    names = ["frame", "pattern", "n_matches", "n_stories", "n_stories_with_term", "dp", "dp_norm", "note"]
    table = pd.DataFrame(rows, columns=names).assign(lexicon="practice@1.0", n_tokens=9000)
    return table.assign(juilland_d=1 - table["dp"].astype("float64"))


def make_keyness(pair, terms=None, *, zero=False, refused=False):
    """Four hundred terms; the rarest are not ranked, and none when `refused`."""
    terms = [f"{word} {n}" if n else word for n in range(40) for word in WORDS] if terms is None else terms
    rows = []
    for place, term in enumerate(terms):
        n = 1 if zero else 1 + n_of(place, 2, 60) * n_of(place, 3, 30) // (1 + place % 11)
        other = 1 if zero else n_of(place, 5, 70) * n_of(place, 4, 20) // (1 + place % 7)
        log_odds = math.log((n + 0.5) / (other + 0.5))
        z = log_odds / math.sqrt(1 / (n + 0.5) + 1 / (other + 0.5))
        few = refused or n + other < 3
        note = "used in under 3 stories" if few else None
        rows.append((*pair[:2], term, n, other, 12_400, 9_050, log_odds, None if few else z, note))
    names = [
        "group",
        "reference",
        "term",
        "n",
        "reference_n",
        "n_tokens",
        "reference_n_tokens",
        "log_odds",
        "z",
        "note",
    ]
    return pd.DataFrame(rows, columns=names).assign(by="leader", g2=1.0, log2_ratio=1.0).astype({"z": "float64"})


def make_over_time(frames=FRAMES[:4], *, n_periods=12, period="month", zero=False, gaps=(4, 5), few=(2,)):
    """Periods of which some have no stories and some too few for an interval, and stories without a date."""
    starts = pd.date_range("2031-01-01", periods=n_periods, freq={"month": "MS", "week": "W-WED", "day": "D"}[period])
    ends = starts + {"month": pd.offsets.MonthEnd(0), "week": pd.Timedelta(days=6), "day": pd.Timedelta(0)}[period]
    rows = []
    for place, frame in enumerate(frames):
        for number, (start, end) in enumerate([*zip(starts, ends, strict=True), (pd.NaT, pd.NaT)]):
            gap = number in gaps
            n_stories = 0 if gap else 3 if number in few else 8 + n_of(number, 3, 20)
            share = None if gap else 0.0 if zero else (n_of(place + 1, number, 11) + 1) / 15
            low, high = (None, None) if gap or number in few else (max(0.0, share - 0.08), share + 0.1)
            note = "no words" if gap else "under 8 stories: no interval" if number in few else None
            shares, rates = ([share, low, high], [None if end is None else 12 * end for end in (share, low, high)])
            n_remarks = 2 * n_stories
            n_with = 0 if gap else round(share * n_remarks)
            rows.append(
                (start, end, frame, n_remarks, n_with, *shares, n_with, 40 * n_remarks, *rates, n_stories, note)
            )
    names = ["first_day", "last_day", "frame", "n_remarks", "n_remarks_with_term"]
    names += ["share_remarks", "share_remarks_low", "share_remarks_high", "n_matches", "n_tokens"]
    names += ["per_1000", "per_1000_low", "per_1000_high", "n_stories", "note"]
    return pd.DataFrame(rows, columns=names).assign(lexicon="practice@1.0", period=period)
