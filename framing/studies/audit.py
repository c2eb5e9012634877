"""The voice audit: random remarks and narrated sentences as one sheet for a browser."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from framing import files, schema
from framing.cells import is_missing
from framing.errors import TableError, all_problems
from framing.lexicon import Lexicon
from framing.measures.coding.codebooks import ONLY_OF_SPEECH
from framing.measures.coding.keys import key_path
from framing.measures.coding.samples import sample_units, shuffle_units
from framing.measures.coding.sheets import refuse_clashes, write_all
from framing.measures.coding.showing import plain_text, show_units, shown_digest
from framing.measures.coding.units import HITS
from framing.studies.audit_answers import OF_REMARKS, OF_SENTENCES, sheet_digest

# A remark may also be what somebody called for or rejected, in a noun phrase.
_SPEECH = "what somebody said or wrote (or asked for, criticised, rejected)"
_WORDINGS = {
    "direct": "Whose words? Do all marked words stand inside quotation marks?",
    "mixed": "Whose words? Do some marked words stand inside quotation marks, and others outside?",
    "indirect": "Whose words? Do all marked words stand outside quotation marks?",
}


def sample_audit(units: pd.DataFrame, *, n: int, by: Iterable[str] = ("form",), seed: int) -> pd.DataFrame:
    """Return random remarks and as many random narrated sentences to audit.

    Parameters
    ----------
    units : pandas.DataFrame
        The `units` table: the population, from `find_units`.
    n : int
        Remarks to draw, and sentences; all, where there are fewer.
    by : iterable of str
        Columns that make the strata of remarks. Sentences are drawn by "frame" where that is among them, and by
        "leader"; a sentence has no form.
    seed : int
        Which sample.

    Returns
    -------
    pandas.DataFrame
        The units drawn, remarks and sentences mixed at random, with `stratum` and `inclusion_probability`.

    Raises
    ------
    TableError
        As `sample_units`, or when there is neither a remark nor a narrated sentence.

    Examples
    --------
    >>> from framing import articles_from_records, assign_voices, extract_remarks, find_units, tokenize
    >>> articles = articles_from_records([{"article_id": "a", "text": '"It rained," Ada said. We left.'}], source="x")
    >>> remarks = extract_remarks(articles)
    >>> units = find_units(assign_voices(tokenize(articles), remarks), remarks)
    >>> sorted(sample_audit(units, n=100, seed=1)["stratum"])
    ['remark; form: direct', 'sentence; all']
    """
    strata = {"remark": tuple(by), "sentence": tuple(name for name in by if name in ("frame", "leader"))}
    parts = []
    for kind, columns in strata.items():
        own = units[units["unit"] == kind]
        if len(own):
            drawn = sample_units(own, n=n, by=columns, seed=seed)
            parts.append(drawn.assign(stratum=kind + "; " + drawn["stratum"]))
    if not parts:
        raise TableError("units: there is neither a remark nor a narrated sentence to audit.")
    return shuffle_units(pd.concat(parts, ignore_index=True), seed=seed)


def write_audit_sheet(
    units: pd.DataFrame, articles: pd.DataFrame, path: str | os.PathLike[str], *, lexicon: Lexicon | None = None
) -> list[Path]:
    """Write an audit as one page that works without network, with yes/no questions and its key in a file of its own.

    Parameters
    ----------
    units : pandas.DataFrame
        The `units` table, as `sample_audit` gives it.
    articles : pandas.DataFrame
        The `articles` table the units come from.
    path : path
        Ends in .html.
    lexicon : Lexicon, optional
        Whose frames to ask about; the units have its hits.

    Returns
    -------
    list of pathlib.Path
        The page and the key, `NAME-key.csv`.

    Raises
    ------
    TableError
        When a table is not what it should be, the units lack the hits of a frame, or a file is there already.

    Notes
    -----
    The page shows what the toolkit says of the speaker, since that is what is judged, but no hit of the lexicon. It
    saves answers to a file, `NAME-answers.json`, and keeps them in the browser where that is allowed. No address stands
    in it, and it forbids itself all of them.

    Examples
    --------
    >>> import tempfile
    >>> from framing import articles_from_records, assign_voices, extract_remarks, find_units, tokenize
    >>> articles = articles_from_records([{"article_id": "a", "text": '"It rained," Ada said. We left.'}], source="x")
    >>> remarks = extract_remarks(articles)
    >>> units = find_units(assign_voices(tokenize(articles), remarks), remarks)
    >>> made = write_audit_sheet(sample_audit(units, n=9, seed=1), articles, Path(tempfile.mkdtemp(), "audit.html"))
    >>> [path.name for path in made]
    ['audit.html', 'audit-key.csv']
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise TableError(f"{path}: an audit is a page. End the name in .html.")
    schema.check_table(units, "units")
    _check_frames(units, lexicon)
    shown = show_units(units, articles)
    unasked = [name for name in map(str, units.columns) if name.startswith(HITS)]
    unasked = [name for name in unasked if lexicon is None or name.removeprefix(HITS) not in lexicon.frames]
    key = units.drop(columns=unasked).assign(digest=[shown_digest(plain_text(pieces)) for pieces in shown])
    refuse_clashes([path, key_path(path)], units)
    page = _page(key, shown, lexicon, f"{path.stem}-answers.json")
    return write_all({path: page, key_path(path): files.table_text(key)})


def _check_frames(units: pd.DataFrame, lexicon: Lexicon | None) -> None:
    """Refuse frames whose hits are not known, and those that are called like a question."""
    frames = list(lexicon.frames) if lexicon else []
    problems = [f"no hits of frame {name!r}. Find the units with this lexicon." for name in frames
                if HITS + name not in units.columns]  # fmt: skip
    taken = (*OF_REMARKS, *OF_SENTENCES)
    problems += [
        f"frame {name!r} is called like a question of every audit. Rename it." for name in frames if name in taken
    ]
    if problems:
        raise TableError(all_problems("units", problems))


def _page(key: pd.DataFrame, shown: list[Any], lexicon: Lexicon | None, answers_file: str) -> str:
    """The page."""
    from jinja2 import Environment

    folder = resources.files("framing.studies").joinpath("templates", "audit")
    style, script = (folder.joinpath(f"audit.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    frames = (
        [{"name": name, "label": lexicon.frame_label(name), "meaning": said} for name, said in lexicon.frames.items()]
        if lexicon
        else []
    )
    units = [_shown_unit(row, pieces, frames) for row, pieces in zip(key.to_dict("records"), shown, strict=True)]
    template = Environment(autoescape=True).from_string(folder.joinpath("audit.html.j2").read_text(encoding="utf-8"))
    return template.render(
        units=units,
        frames=frames,
        n_remarks=int((key["unit"] == "remark").sum()),
        n_sentences=int((key["unit"] == "sentence").sum()),
        sheet=sheet_digest(key),
        file=answers_file,
        style=style,
        script=script,
        style_digest=_source_digest(style),
        script_digest=_source_digest(script),
    )


def _source_digest(source: str) -> str:
    """How a page names the one style or script that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _shown_unit(row: dict[Any, Any], pieces: Any, frames: list[dict[str, str]]) -> dict[str, Any]:
    """One unit as the page shows it."""
    is_remark = row["unit"] == "remark"
    speaker = "" if is_missing(row.get("speaker")) else str(row["speaker"])
    if is_remark:
        who = f"did {speaker} say or write it?" if speaker else "do these sentences leave open who said or wrote it?"
        texts = [f"Do the marked words report {_SPEECH}?", f"Is the speaker right: {who}", _WORDINGS[row["form"]]]
        questions = list(zip(OF_REMARKS, texts, strict=True))
    else:
        text = f"Does the marked sentence, or a part of it, report {_SPEECH}?"
        questions = [(OF_SENTENCES[0], text)]
    questions += [(frame["name"], f"Do the marked words carry the frame {frame['label']}?") for frame in frames]
    return {
        "id": row["unit_id"],
        "pieces": pieces,
        "claim": (speaker or "somebody unnamed") if is_remark else "",
        "questions": [
            {"name": name, "text": text, "only_of_speech": name in ONLY_OF_SPEECH} for name, text in questions
        ],
    }
