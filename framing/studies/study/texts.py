"""The sentences of a report that hold of every study."""

from framing.figures.captions import FOUND_BY_RULES

FOUND = f"{FOUND_BY_RULES}. This holds of every figure below, and errors of that kind are in no interval."

DOUBT = """\
Each specification differs from the one that was stated in a single choice. A claim that turns on one word, one outlet \
or one story is a claim about that word, outlet or story."""

WHOSE_WORDS = """\
Quoted words are the leader's own, paraphrased words are the outlet's wording of what was said, narrated words are the \
outlet's alone."""

STANCES = """\
Forms, and reporting verbs. The stance of a verb is how far it stands behind what was said: neutral verbs (said, told) \
leave that open, endorsing ones (pointed out, acknowledged) take it as true, distancing ones (claimed, alleged) put it \
in doubt. Demands and attacks (demanded, accused) are acts of the speaker, no stances. A verb may simply be accurate: \
it is no evidence of bias by itself."""

SELECTED = """\
Which sentences of the speeches were quoted or paraphrased, and which were left out. A quotation that differs from the \
transcript need not be altered: speakers depart from their text, and translations differ."""

PROMINENT = """\
Where remarks stand, how early and how long: the parts of prominence one by one, with no score made of them."""

RENDERINGS = """\
One remark as several outlets report it: the content is the same, so what differs is the outlet's."""

SENTIMENT = """\
Two engines, and no mean of them: where they disagree, neither is to be trusted. It is the sentiment of the speaker's \
words, not the outlet's attitude to the speaker."""

ARTICLES = """\
Each article as a page, with voices shaded and terms underlined: open some, and check what you read above."""

REMARKS = """\
Remarks, that is reported speech and writing, were found by rules over closed lists of reporting verbs, nouns and \
phrases; quotation marks are paired inside paragraphs, names taken to their fullest form in the article, pronouns and \
offices to persons."""

VOICES = """\
Every word has one of three voices: quoted words stand inside the quotation marks of a remark, paraphrased words are \
the others of a remark, all else is narrated, reporting verbs included. Remarks that repeat an earlier one of their \
article are left out of rates."""

LIMITS = (
    """\
A lexicon counts vocabulary, not frames: a word of diplomacy does not prove a diplomatic frame, and much framing has \
no word of its own. Read the hits before you believe a number.""",
    """\
Intervals express which stories happened to be written and collected, not errors of measurement: remarks that the \
rules missed or gave to the wrong speaker, and terms that mean something else, are not in them.""",
    """\
A difference between leaders may come from what they said, from what outlets chose of it, or from which outlets \
report on them. Only the comparison with their speeches tells the first two apart.""",
    """\
A reporting verb may simply be accurate: no verb here is evidence of bias by itself.""",
)

LOOKING_AROUND = """\
{} All other figures are for looking around: what stands out among many may be chance."""
