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
ODD_PIECES = (
    "can't isn't shouldn't o'clock 'tis rock'n'roll n'tgood goodn't dogs' well-off not-so-good -good good- --good-- "
    "and/or w/ good/bad good(bad) U.S. u.s. U.S., (U.S.) e.g. i.e., a.m.: Ill. Ill ill. Bad. Mr.. Dr... vs. ok. Ok.) "
    "good.. good... good.... ...good ..good good.., (...) .!. !. 3.5 1,000.50 $5m. 5% (2018) 2018). 8). 13th. 2ND "
    "… good… —good ﬁne Ünder élan. İstanbul GÜT. ΣΟΦΟΣ good\u0301 ¡good! ¿bad? «good» „bad“ good„ ;-) ;D <3 >:( o.O"
    " x:D x8) :good (! !) (!)good good(!) good!bad !!good?! bad?!. not!,"
    " http://example.org/good?bad=1 a@example.org #good @bad "
    'good_bad _good_ __ * f*cking *good* [good] {bad} `good` $good ^_^ =good= good~ ~ good|bad ‘good’ “bad.” "good," '
    "'bad!' \"'not'\" END-OF-SENTENCE good;bad; good:bad: &good;"
)
SIGNS = ".,;:!?()[]{}`'\"@#$^&*+-|=~_…—/<>%"
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
        *([ODD_PIECES.split()] * 3 + [[_glued(dice, plain) for _ in range(200)]] * 3),
        *(NOT_WORDS.split(" "), emoticons, [" ".join(each) for each in emoticons], list(vader.emojis)),
    ]
    for _ in range(n):
        yield "".join(
            _changed(dice, dice.choice(dice.choice(kinds))) for _ in range(dice.choice([0, 1, 2, 3, 5, 10, 30, 80]))
        )


def _glued(dice: random.Random, words: list[str]) -> str:
    """Signs around and within a word, a known one or a letter."""
    known = dice.choice([words, list(sentiment.keys()), TURNS.split(), "abDopsxX8É"])
    before, within, behind = ("".join(dice.choices(SIGNS, k=dice.choice([0, 0, 1, 1, 2, 4]))) for _ in range(3))
    return before + dice.choice(["", dice.choice(known)]) + within + dice.choice(known) + behind


def _changed(dice: random.Random, word: str) -> str:
    """A word as it is or in capitals, with what stands behind it."""
    how = dice.random()
    return (word.upper() if how < 0.05 else word.title() if how < 0.1 else word) + dice.choice(GAPS)
