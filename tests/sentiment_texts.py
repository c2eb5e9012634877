"""Seeded texts to try sentiment engines on: ordinary ones, and such as are made to mislead them."""

import random
from collections.abc import Iterator

from textblob import _text
from textblob.en import sentiment
from vaderSentiment import vaderSentiment

from framing import corpus_folder, read_articles
from framing.text import sentences

NOT_WORDS = (
    "( ! ) (!) ( ! ) 8 ) (section 8) (1948) : s :'( x D xd o_o > . > ? ! ... .... U.S. Mr. e.g. n't ' \" ” ’ ) ; , '"
)
TURNS = (
    "but BUT never so this without doubt least at very no or nor kind of NOT GREAT Good VERY good! great!! don't not"
)
GAPS = [" "] * 12 + ["\n", "\n\n", "\r\n\r\n", "\u00a0", ". ", ", ", "! ", "? ", " (", ") ", "’s ", "'s ", "—", "-", ""]


def ordinary_texts(n: int, *, seed: int, n_words: int = 500) -> Iterator[str]:
    """Texts of about as many words, made of the sentences of the invented articles in another order."""
    texts = [text for name in ("practice", "summit") if (corpus_folder() / name).exists() for text in _articles(name)]
    pool = [text[start:end] for text in texts for start, end in sentences(text)]
    dice = random.Random(seed)
    for _ in range(n):
        chosen: list[str] = []
        while sum(map(len, chosen)) < n_words * 6:
            chosen.append(dice.choice(pool))
        yield " ".join(chosen)


def _articles(name: str) -> list[str]:
    return read_articles(corpus_folder() / name)["text"].tolist()


def hostile_texts(n: int, *, seed: int) -> Iterator[str]:
    """Texts of the words, emoticons, idioms and signs the engines know, glued together in any way."""
    dice = random.Random(seed)
    vader = vaderSentiment.SentimentIntensityAnalyzer()
    emoticons = [emoticon for group in _text.EMOTICONS.values() for emoticon in group]
    rules = [*vaderSentiment.BOOSTER_DICT, *vaderSentiment.SPECIAL_CASES, *vaderSentiment.NEGATE]
    plain = [word for text in ordinary_texts(3, seed=seed) for word in text.split()]
    kinds = [
        *([plain] * 6 + [list(vader.lexicon)] * 3 + [list(sentiment.keys())] * 3 + [rules] * 3 + [TURNS.split()] * 2),
        *(NOT_WORDS.split(" "), emoticons, [" ".join(each) for each in emoticons], list(vader.emojis)),
    ]
    for _ in range(n):
        yield "".join(
            _changed(dice, dice.choice(dice.choice(kinds))) for _ in range(dice.choice([0, 1, 2, 3, 5, 10, 30, 80]))
        )


def _changed(dice: random.Random, word: str) -> str:
    """A word as it is or in capitals, with what stands behind it."""
    how = dice.random()
    return (word.upper() if how < 0.05 else word.title() if how < 0.1 else word) + dice.choice(GAPS)
