"""What the packages themselves say: the authority for our sentiment engines."""

from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


class _Listening(SentimentIntensityAnalyzer):
    """VADER, which remembers the words and valences of its last score."""

    def _but_check(self, words_and_emoticons, sentiments):
        self.words = words_and_emoticons
        return super()._but_check(words_and_emoticons, sentiments)

    def score_valence(self, sentiments, text):
        self.heard = tuple((word, value) for word, value in zip(self.words, sentiments, strict=True) if value)
        return super().score_valence(sentiments, text)


_VADER = _Listening()


def vader_of_package(text):
    """Compound score, and each word with its valence."""
    return _VADER.polarity_scores(text)["compound"], _VADER.heard


def textblob_of_package(text):
    """Polarity and subjectivity, and both for each group of words."""
    score = sentiment(text)
    return tuple(score), tuple((tuple(words), (p, s)) for words, p, s, _ in score.assessments)
