"""Categories, sub-categories and terms as objects and lists within one another, the shape of YAML and JSON."""

from __future__ import annotations

from typing import NamedTuple

from framing.terms.dictionaries.draft import Draft, Path

DEEPEST = 50  # levels; the deepest dictionaries have four
OWN_TERMS = "__"  # how quanteda names the terms of a category that has sub-categories


class Node(NamedTuple):
    """A value and its row: a text, a number, a list of nodes, or pairs of name and node; None for anything else."""

    row: int | None
    value: str | float | list[Node] | tuple[tuple[str, Node], ...] | None


def read_tree(node: Node, draft: Draft, path: Path = ()) -> None:
    """Add the terms of a tree to a draft: names are categories, texts are terms, a name with a number a weighted term.

    Examples
    --------
    >>> draft = Draft()
    >>> read_tree(Node(1, (("storm", Node(2, [Node(3, "gale*")])),)), draft)
    >>> draft.entries
    [Entry(row=3, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    if isinstance(node.value, str):
        draft.add(node.row, path, node.value)
    elif node.value is None or isinstance(node.value, float):
        said = "true or false" if node.value is None else f"the number {node.value:g}"
        draft.lose(node.row, f"{said} where a term belongs", "Write a term in quotation marks.", path=path)
    elif isinstance(node.value, list):
        for child in node.value:
            read_tree(child, draft, path)
    else:
        for name, child in node.value:
            _read_named(name, child, draft, path)


def _read_named(name: str, child: Node, draft: Draft, path: Path) -> None:
    """A sub-category, a weighted term, or the terms of a category itself."""
    if isinstance(child.value, float):
        draft.add(child.row, path, name, child.value)
        return
    if name == OWN_TERMS and path:
        read_tree(child, draft, path)
        return
    plain = " ".join(name.split())
    inner = (*path, plain.replace("/", "-"))
    if "/" in plain:
        draft.lose(child.row, "'/' in a name", f"Named {inner[-1]!r} here.", entry=name, carried=True)
    draft.categories.setdefault(inner, child.row)
    read_tree(child, draft, inner)
