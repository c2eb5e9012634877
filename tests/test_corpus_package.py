"""corpus/datapackage.json describes what lies in corpus/, to the column and to the cell."""

import json
import re
from datetime import date
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from framing.schema import table_columns

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PACKAGE = json.loads((CORPUS / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
TABLES = [name for name, resource in RESOURCES.items() if resource["profile"] == "tabular-data-resource"]
MEETING = date(2025, 2, 17)

# Each reads a cell as a type of the Table Schema and fails on what is not of it.
READ = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "array": json.loads,
}
TYPES_OF_KINDS = {
    "text": "string",
    "category": "string",
    "whole number": "integer",
    "number": "number",
    "truth value": "boolean",
    "list": "array",
    "date": "date",
}

# The table of the toolkit that a file holds; sources.csv holds the marked part of `alignments`, and its own test.
TABLE_OF = {name: name.split("-")[-1] for name in TABLES if name != "summit-sources"}

each_table = pytest.mark.parametrize("name", TABLES)
each_resource = pytest.mark.parametrize("name", RESOURCES)


def read_table(name: str) -> pd.DataFrame:
    """A table of the package as stored, every cell as text."""
    return pd.read_csv(CORPUS / RESOURCES[name]["path"], dtype=str, keep_default_na=False, encoding="utf-8")


def paths(name: str) -> list[str]:
    path = RESOURCES[name]["path"]
    return [path] if isinstance(path, str) else path


def fields(name: str) -> list[dict]:
    return RESOURCES[name]["schema"]["fields"]


# The package and its files


def test_the_package_holds_the_corpora_and_their_leaders():
    assert list(RESOURCES) == [
        "paris-2025-remarks",
        "leaders",
        "practice-articles",
        "practice-remarks",
        "practice-leaders",
        "summit-articles",
        "summit-remarks",
        "summit-sources",
        "summit-speeches",
        "summit-leaders",
        "summit-units",
        "summit-codings",
    ]
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in RESOURCES)


@each_resource
def test_every_path_of_the_package_exists(name):
    assert [path for path in paths(name) if not (CORPUS / path).is_file()] == []


def test_every_data_file_is_in_the_package():
    stored = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.suffix in {".csv", ".md"}}
    described = {path for name in RESOURCES for path in paths(name)}
    assert {path for path in stored if not path.endswith("README.md")} == described


@each_resource
def test_every_resource_says_on_which_terms_and_from_where(name):
    resource = RESOURCES[name]
    assert resource["licenses"]
    assert all(source["title"] for source in resource["sources"])
    local = [terms["path"] for terms in resource["licenses"] if not terms["path"].startswith("https://")]
    assert all((CORPUS / path).is_file() for path in local)


def test_quotations_are_not_given_away():
    terms = [licence["title"] for licence in RESOURCES["paris-2025-remarks"]["licenses"]]
    assert any("quoted" in title and "not ours to license" in title for title in terms)


def test_the_datasheet_states_the_numbers_of_rows():
    sheet = (CORPUS / "README.md").read_text(encoding="utf-8")
    leaders = read_table("leaders")
    assert f"| {len(read_table('paris-2025-remarks'))} |" in sheet
    assert f"| {len(leaders)}, for {leaders['leader'].nunique()} leaders |" in sheet


def test_the_datasheet_states_who_said_how_much_in_which_form():
    sheet = (CORPUS / "README.md").read_text(encoding="utf-8")
    remarks = read_table("paris-2025-remarks")
    n_by_leader, n_by_form = remarks["leader"].value_counts(), remarks["form"].value_counts()
    assert n_by_leader.max() == 12 and "Keir Starmer 12 remarks" in sheet and "Twelve of twenty remarks" in sheet
    assert f"Olaf Scholz {n_by_leader['Olaf Scholz']}, Donald Tusk {n_by_leader['Donald Tusk']}" in sheet
    assert f"{n_by_form['direct']} are direct, {n_by_form['mixed']} mixed and {n_by_form['indirect']} indirect" in sheet


# Tables: columns and cells


@each_table
def test_the_schema_lists_the_columns_of_the_file_in_their_order(name):
    assert list(read_table(name).columns) == [field["name"] for field in fields(name)]


@each_table
def test_every_field_is_described_and_of_a_known_type(name):
    for field in fields(name):
        assert field["description"].endswith(".")
        assert field["type"] in READ


@each_table
def test_every_cell_is_of_the_type_of_its_field(name):
    table = read_table(name)
    for field in fields(name):
        for cell in table.loc[table[field["name"]] != "", field["name"]]:
            READ[field["type"]](cell)


@each_table
def test_numbers_lists_and_truth_values_are_not_described_as_text(name):
    table = read_table(name)
    for field in fields(name):
        filled = table.loc[table[field["name"]] != "", field["name"]]
        if field["type"] == "string" and len(filled) and field["name"] != "code":  # codes name answers
            assert not filled.str.fullmatch(r"\d+|\[.*\]|true|false|\d{4}-\d\d-\d\d").all(), field["name"]


@each_table
def test_every_cell_keeps_the_constraints_of_its_field(name):
    table = read_table(name)
    for field in fields(name):
        cells, rules = table[field["name"]], field.get("constraints", {})
        filled = cells[cells != ""]
        assert not rules.get("required") or len(filled) == len(cells), field["name"]
        assert not rules.get("unique") or filled.is_unique, field["name"]
        assert set(filled) <= set(rules.get("enum", filled)), field["name"]
        assert "minimum" not in rules or min(map(int, filled)) >= rules["minimum"], field["name"]


@each_table
def test_primary_keys_are_unique(name):
    key = RESOURCES[name]["schema"]["primaryKey"]
    assert not read_table(name).duplicated(key).any()


@pytest.mark.parametrize("name", ["paris-2025-remarks", "practice-remarks", "summit-remarks"])
def test_foreign_keys_are_found(name):
    table = read_table(name)
    keys = RESOURCES[name]["schema"]["foreignKeys"]
    assert {key["fields"] for key in keys} == {"leader", "repeats"}
    for key in keys:
        there = read_table(key["reference"]["resource"] or name)[key["reference"]["fields"]]
        assert set(table[key["fields"]]) - {""} <= set(there)


@pytest.mark.parametrize("name", ["practice-remarks", "summit-remarks"])
def test_a_repetition_names_an_earlier_remark_of_the_same_leader_and_article(name):
    table = read_table(name)
    row_of = {remark_id: row for row, remark_id in enumerate(table["remark_id"])}
    repeats = [(row, row_of[earlier]) for row, earlier in enumerate(table["repeats"]) if earlier]
    assert repeats
    for later, earlier in repeats:
        assert earlier < later
        assert all(table[column][earlier] == table[column][later] for column in ("article_id", "leader"))


@each_table
def test_files_are_utf8_without_mark_and_with_plain_line_ends(name):
    stored = (CORPUS / RESOURCES[name]["path"]).read_bytes()
    assert not stored.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in stored.replace(b"\r\n", b"\n")
    assert stored.decode("utf-8").endswith("\n")


@pytest.mark.parametrize(("name", "table"), TABLE_OF.items())
def test_the_tables_are_those_of_the_toolkit(name, table):
    types = {field["name"]: field["type"] for field in fields(name)}
    ours = {column.name: TYPES_OF_KINDS[column.kind] for column in table_columns(table)}
    assert [column for column in types if column in ours] == list(ours), "same columns, same order"
    assert {column: types[column] for column in ours} == ours


@pytest.mark.parametrize(("name", "table"), TABLE_OF.items())
def test_closed_lists_are_those_of_the_toolkit(name, table):
    closed = {column.name: list(column.values) for column in table_columns(table) if column.values}
    listed = {
        field["name"]: field["constraints"]["enum"] for field in fields(name) if "enum" in field.get("constraints", {})
    }
    assert listed == closed


# Leaders


@pytest.fixture(scope="module")
def leaders() -> pd.DataFrame:
    return read_table("leaders")


def test_the_rows_of_a_leader_stand_together_names_first_pronoun_last(leaders):
    order = ["name", "surname", "role", "pronoun"]
    for _, rows in leaders.groupby("leader", sort=False):
        assert [kind for kind, _ in groupby(rows["kind"])] == order
    assert len(list(groupby(leaders["leader"]))) == leaders["leader"].nunique()


def test_every_leader_is_an_alias_of_themselves_first(leaders):
    assert (leaders.groupby("leader", sort=False)["alias"].first() == leaders["leader"].unique()).all()


def test_the_quoted_come_first(leaders):
    quoted = set(read_table("paris-2025-remarks")["leader"])
    assert set(leaders["leader"].unique()[: len(quoted)]) == quoted


def test_a_leader_has_no_alias_twice(leaders):
    assert not leaders.assign(alias=leaders["alias"].str.casefold()).duplicated(["leader", "alias"]).any()


def test_names_and_surnames_belong_to_one_leader_only(leaders):
    named = leaders.loc[leaders["kind"].isin(["name", "surname"])]
    assert named["alias"].is_unique


def test_every_surname_ends_a_name_of_its_leader(leaders):
    for _, rows in leaders.groupby("leader"):
        names = rows.loc[rows["kind"] == "name", "alias"]
        for surname in rows.loc[rows["kind"] == "surname", "alias"]:
            assert any(name.endswith(f" {surname}") for name in names), surname


def test_a_leader_has_one_pronoun_and_one_country(leaders):
    pronouns = leaders.loc[leaders["kind"] == "pronoun"]
    assert pronouns["leader"].is_unique
    assert set(pronouns["alias"]) == {"he", "she"}
    assert len(leaders[["leader", "country"]].drop_duplicates()) == leaders["leader"].nunique()


def test_dates_stand_on_roles_and_hold_the_day_of_the_meeting(leaders):
    roles = leaders["kind"] == "role"
    assert set(leaders.loc[~roles, "since"]) | set(leaders.loc[~roles, "until"]) == {""}
    for row in leaders.loc[roles].itertuples():
        assert date.fromisoformat(row.since) <= MEETING <= date.fromisoformat(row.until or "9999-12-31")


def test_shared_roles_have_a_row_for_each_leader(leaders):
    shared = leaders.loc[leaders["alias"] == "the prime minister", "leader"]
    assert {"Keir Starmer", "Mette Frederiksen", "Donald Tusk"} <= set(shared)
    assert "the PM" in set(leaders.loc[leaders["leader"] == "Keir Starmer", "alias"])


def test_spellings_lead_to_one_name(leaders):
    spellings = {"Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi"}
    assert set(leaders.loc[leaders["alias"].isin(spellings), "leader"]) == {"Volodymyr Zelenskyy"}
    assert spellings <= set(leaders["alias"])
