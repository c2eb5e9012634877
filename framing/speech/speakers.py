"""Who a source is: names, titles and offices; which of the article's people is meant here."""

from __future__ import annotations

from typing import NamedTuple

from framing.speech.beside import match_list
from framing.speech.chunks import BE, SHORT_QUOTE, Phrase
from framing.speech.interviews import answers, interviewee, is_answer, letter_label
from framing.speech.names import in_full, is_list, joined, name_at_end
from framing.speech.passages import Passage
from framing.speech.people import People, bare, offices, surname_of
from framing.speech.pronouns import Spoke, person_meant
from framing.speech.roster import Roster
from framing.speech.words import closed_list, word_set

HE = word_set("he")
SHE = word_set("she")
PLURAL = word_set("plural")
AUTHOR = word_set("author")
_HEAD_ENDS = word_set("head_ends")
_MOST_SPOKE = 200  # speakers looked back at, at least


class Source(NamedTuple):
    """Who speaks: the name (missing when unnamed), the words that name the source here, and why."""

    name: str | None
    first: int
    last: int
    label: str  # what to print where no name is known
    how: str


class Speakers:
    """The speakers of one article in reading order: resolves each source and remembers who spoke."""

    def __init__(self, passages: list[Passage], roster: Roster | None = None) -> None:
        self.passages = passages
        self.people = People(passages)
        self.roster = roster or Roster()
        self.leaders_named = self.roster.named_in(passages)
        self.history: list[Spoke] = []
        self.fullest: dict[tuple[str, str], str] = {}
        answering = interviewee(passages, self.people)
        self.answers_of = dict.fromkeys(answers(passages), answering) if answering else {}
        for leader, gender in self.roster.gender.items():
            if gender and leader in self.leaders_named:
                self.people.gender.setdefault(surname_of(leader.split()), gender)
                self.people.persons.add(surname_of(leader.split()))

    def resolve(self, p: Passage, phrase: Phrase, own: list[tuple[int, int]]) -> Source:
        """Return who a source phrase is; `own` are the tokens of the remark itself, which name nobody."""
        first, last = phrase.first, phrase.last
        if phrase.kind == "relative":
            last -= 1
            last -= last > first + 1 and p.outer[last - 1] == ","
        alone = last - first == 1 or (last - first == 2 and p.outer[last - 1] == "s")
        if alone and p.lower[first] in HE | SHE | PLURAL | AUTHOR:
            return self._pronoun_source(p, first, own)
        if listed := match_list(p, first, last):
            return Source(None, first, listed, joined(p, first, listed), "unnamed")
        if phrase.kind == "label" and first == 0 and letter_label(p):
            name = self.answers_of.get(p.number) if is_answer(p, 0) else None
            return Source(name, first, last, p.words[first], "interview" if name else "unnamed")
        head = first + 1
        while head < last and p.lower[head] not in _HEAD_ENDS:
            head += 1
        while head > first + 1 and p.outer[head - 1] in "sax":
            head -= 1
        head -= head > first + 1 and p.outer[head - 1] == "e"  # "a letter signed by"
        return (
            self._by_name(p, first, head, last)
            or self._by_roster(p, first, last)
            or self._by_roster(p, first, head)
            or self._by_role(p, first, head)
            or self._unnamed(p, first, head)
        )

    def _by_roster(self, p: Passage, first: int, head: int) -> Source | None:
        """An office of the leaders' table, held by a leader whom the article names."""
        label = joined(p, first, head)
        meant = [leader for leader in self.roster.leaders_in_role(label) if leader in self.leaders_named]
        if not meant:
            return None
        if len(meant) > 1:
            recent = {spoke.name: n for n, spoke in enumerate(self.history) if spoke.passage >= p.number - 3}
            meant.sort(key=lambda leader: recent.get(self._full(leader), -1))
            if recent.get(self._full(meant[-1]), -1) < 0:
                return None
        return Source(self._full(meant[-1]), first, head, label, "role")

    def _by_name(self, p: Passage, first: int, head: int, last: int) -> Source | None:
        """A proper name at the end of the head, or in the apposition behind it ("her aide, Jo Reed")."""
        found = name_at_end(p, first, head)
        if found and is_list(p, first, head):
            return Source(None, first, head, joined(p, first, head), "unnamed")
        if found:
            name, gender = found
            return Source(self._full(" ".join(name), gender), first, head, " ".join(name), "name")
        comma = next((k for k in range(head, last) if p.outer[k] in ",w(<-"), last)
        if comma + 2 <= last and p.outer[comma] == "," and p.kinds[comma + 1] == "N":
            end = next((k for k in range(comma + 1, last) if p.kinds[k] != "N"), last)
            if end - comma > 2 or end == last:
                return self._by_apposition(p, (first, head, last), (comma + 1, end))
        return None

    def _by_apposition(self, p: Passage, phrase: tuple[int, int, int], name: tuple[int, int]) -> Source | None:
        """The name behind a comma, unless it names only one of several: "Cole and her deputy, Jo Reed"."""
        first, head, last = phrase
        if any(p.lower[k] == "and" and p.kinds[k - 1] == "N" for k in range(first + 1, head)):
            return Source(None, first, last, joined(p, first, last), "unnamed")
        found = name_at_end(p, *name)
        if not found:
            return None
        printed = " ".join(found[0])
        return Source(self._full(printed), *name, printed, "apposition")

    def _by_role(self, p: Passage, first: int, head: int) -> Source | None:
        """An office that the article ties to a name: "the minister"."""
        words = [bare(word) for word in p.words[first:head]]
        noun = offices().get(words[-1], words[-1]).rpartition(" ")[2]
        if noun not in closed_list("en", "person_nouns") or words[0] in (
            "a",
            "an",
            "one",
            "some",
            "another",
            "any",
            "no",
        ):
            return None
        if words[0] not in ("the", "this") and not p.words[first][0].isupper():
            return None
        wanted = {w for word in words for w in offices().get(word, word).split()} - {"the", "this"}
        ties = [tie for tie in self.people.roles.get(noun, ()) if tie[2] < (p.number, first)]
        best = self._best_tie(p, ties, wanted)
        if not ties:
            best = self._best_tie(p, self.people.roles.get(noun, [])[:1], wanted)
        return Source(best, first, head, joined(p, first, head), "role") if best else None

    def _best_tie(
        self, p: Passage, ties: list[tuple[frozenset[str], str, tuple[int, int]]], wanted: set[str]
    ) -> str | None:
        """Among those who hold an office, the one whose words fit best, who spoke last, who was named last."""
        if not ties:
            return None
        recent = {spoke.name: n for n, spoke in enumerate(self.history) if spoke.passage >= p.number - 3}
        best = max(ties, key=lambda tie: (len(wanted & in_full(tie[0])), recent.get(self._full(tie[1]), -1), tie[2]))
        return self._full(best[1]) if len(wanted - in_full(best[0])) <= len(wanted) / 2 else None

    def _full(self, name: str, gender: str = "") -> str:
        """The fullest name the article has for a name; asked for each mention again, so that answers are kept."""
        if (name, gender) not in self.fullest:
            full = self.people.full_name(name, gender)
            leaders = self.roster.leader_named(full)
            leader = next(iter(leaders)) if len(leaders) == 1 else full
            other = leader.split()[-1] != full.split()[-1] and self.people.has_name(leader)
            self.fullest[name, gender] = leader if other else full  # "Van der Moor" where Vandermoor is named in full
        return self.fullest[name, gender]

    def _unnamed(self, p: Passage, first: int, head: int) -> Source:
        skip = first + (p.outer[first] == "d" and head > first + 1)
        return Source(None, first, head, joined(p, skip, head), "unnamed")

    def _pronoun_source(self, p: Passage, first: int, own: list[tuple[int, int]]) -> Source:
        word = p.lower[first]
        if word in AUTHOR:
            return Source(None, first, first + 1, "", "the author")
        if word in PLURAL:
            group = next(
                (s for s in reversed(self.history[-20:]) if s.gender == "x" and s.passage >= p.number - 3), None
            )
            name = group.name if group and group.named and word in ("it", "its") else None
            return Source(name, first, first + 1, group.name if group else word, "group")
        name, is_name = person_meant(self.people, self.history, self._full, p, first, "m" if word in HE else "f", own)
        return Source(name if is_name else None, first, first + 1, name or "", "pronoun")

    def remember(self, p: Passage, source: Source) -> None:
        """Note who spoke, for the pronouns to come."""
        name = source.name or source.label
        if not name:
            return
        word = p.lower[source.first]
        last = surname_of(name.split())
        gender = "m" if word in HE else "f" if word in SHE else "x" if word in PLURAL else ""
        if source.name and gender in ("m", "f") and not self.people.gender_of(name):
            self.people.gender[last] = gender
        if not gender:
            gender = self.people.gender_of(name) if source.name else ""
        if last in closed_list("en", "group_nouns") or (source.name is None and last.endswith("s")):
            gender = "x"
        self.history.append(Spoke(p.number, source.first, name, gender, source.name is not None))
        if len(self.history) > 2 * _MOST_SPOKE:
            del self.history[:_MOST_SPOKE]

    def named_just_before(self, p: Passage, token: int) -> str | None:
        """The one person who acts in the sentence before a quotation: `Oster runs the bakery. "I packed it."`."""
        if any(last - first >= SHORT_QUOTE for first, last, _ in p.quotes_between(0, token)):
            return None  # who is quoted already goes on
        q = p
        if token == 0:
            if p.number == 0 or self.passages[p.number - 1].is_title:
                return None
            q = self.passages[p.number - 1]
        lo = [first for first, last in q.units if q is not p or last <= token][-1]
        if q.lower[lo] in ("he", "she"):  # `He paused. "I am no pirate."`
            name, is_name = person_meant(
                self.people, self.history, self._full, q, lo, "m" if q.lower[lo] == "he" else "f", []
            )
            return name if is_name else None
        acting = set()
        for mention in reversed(self.people.before(p.number, token)):
            if (mention.passage, mention.first) < (q.number, lo):
                break
            told = mention.is_subject or q.lower[mention.first - 1] in BE  # "The baker was Hanne Oster."
            if told and not mention.is_quoted and self.people.is_person(mention.name):
                acting.add(self._full(mention.name))
        return acting.pop() if len(acting) == 1 else None

    def last_named(self, p: Passage) -> str | None:
        """Who spoke last, at most two passages back."""
        if self.history and self.history[-1].passage >= p.number - 2 and self.history[-1].named:
            return self.history[-1].name
        return None
