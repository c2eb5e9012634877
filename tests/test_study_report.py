"""The report of a study: one page that needs nothing else, whole to a strict reader, every text shown as text."""

import base64
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import framing

VOID = {"meta", "img"}
HOSTILE = '<script>alert(1)</script> "Ferry" & <b>$5bn</b> \u202ecipher'


class Page(HTMLParser):
    """A page, read; what a browser would mend in silence is in `mistakes`."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.stack, self.mistakes, self.text = [], [], [], ""
        self.feed(source)
        self.close()
        self.mistakes += [f"<{tag}> is never closed" for tag in self.stack]

    def handle_starttag(self, tag, attrs):
        self.elements.append({"tag": tag, **dict(attrs)})
        names = [name for name, _ in attrs]
        self.mistakes += [f"{name} on <{tag}>" for name in names if name.startswith("on") or name == "style"]
        if len(set(names)) < len(names):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        if tag in ("p", "ul", "table", "div", "figure", "section") and "p" in self.stack:
            self.mistakes.append(f"<{tag}> in <p>")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.mistakes.append(f"</{tag}> closes what is not the last opened")

    def handle_data(self, data):
        self.text += data if "style" not in self.stack else ""

    def of(self, tag):
        return [element for element in self.elements if element["tag"] == tag]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The example with hostile names, run once with everything drawn."""
    folder = tmp_path_factory.mktemp("study") / "ferry"
    framing.new_study(folder, example=True)
    for path in [folder / "study.toml", *(folder / "articles").iterdir()]:
        text = path.read_text(encoding="utf-8")
        text = text.replace('headline: "Ferry reaches Lisk under escort"', f"headline: '{HOSTILE}'")
        text = text.replace("resamples = 2000", "resamples = 100").replace("Port Post", "Port <i>Post</i>")
        text = text.replace('title = "The ferry dispute (invented example)"', f"title = '{HOSTILE}'")
        path.write_text(text, encoding="utf-8")
    framing.run_study(folder)
    return folder / "results"


@pytest.fixture(scope="module")
def source(results):
    return (results / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


def test_a_strict_reader_has_nothing_to_mend(page):
    assert page.mistakes == []


def test_ids_are_there_once_and_every_link_inside_the_page_has_one(page):
    ids = [element["id"] for element in page.elements if "id" in element]
    assert len(set(ids)) == len(ids)
    named = [element["aria-labelledby"] for element in page.elements if "aria-labelledby" in element]
    inside = [element["href"][1:] for element in page.of("a") if element["href"].startswith("#")]
    assert set(named + inside) <= set(ids)
    assert inside


def test_every_other_link_leads_to_a_file_beside_it(page, results):
    links = [element["href"] for element in page.of("a") if not element["href"].startswith("#")]
    assert links
    assert [link for link in links if not (results / link).is_file()] == []


def test_no_address_stands_in_the_page_and_no_script(page, source):
    outside = re.sub(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+", "", source)
    assert re.findall(r"https?:|//[a-z]|url\(|@import", outside) == []
    assert page.of("script") == page.of("link") == page.of("iframe") == []


def test_the_page_forbids_itself_every_address(page):
    policy = next(element["content"] for element in page.of("meta") if "http-equiv" in element)
    assert policy.startswith("default-src 'none'")


def test_it_is_small(results):
    assert (results / "report.html").stat().st_size < 5_000_000


def test_every_picture_lies_in_the_page_and_says_in_words_what_it_shows(page):
    pictures = page.of("img")
    assert len(pictures) >= 8
    for picture in pictures:
        assert picture["src"].startswith("data:image/")
        assert len(picture["alt"]) > 40


def test_how_remarks_were_found_is_told_once_before_the_figures_and_in_the_methods(page, source, results):
    assert page.text.count("Remarks found by rules: on US political news") == 2
    assert source.index("Remarks found by rules: on US") < source.index("<img")
    assert page.text.count("Remarks found by rules (see above)") >= 8


def test_a_figure_that_is_passed_on_alone_says_itself_how_remarks_were_found(results):
    for record in (results / "figures").glob("*.json"):
        assert "Remarks found by rules: on US" in json.loads(record.read_text(encoding="utf-8"))["caption"]


def test_captions_stand_below_the_pictures_as_text_and_not_in_them_too(page):
    picture = page.of("img")[0]["src"]
    kind, data = picture.removeprefix("data:image/").split(";base64,")
    drawn = base64.b64decode(data).decode("utf-8")
    assert kind == "svg+xml" and "found by rules" not in drawn


def test_headings_go_down_one_at_a_time_from_a_single_first(page):
    levels = [int(element["tag"][1]) for element in page.elements if re.fullmatch("h[1-6]", element["tag"])]
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_tables_have_captions_scopes_and_can_be_scrolled_by_keyboard(page):
    assert len(page.of("caption")) == len(page.of("table")) > 3
    assert all(element.get("scope") == "col" for element in page.of("th"))
    regions = [element for element in page.of("div") if element.get("role") == "region"]
    assert len(regions) == len(page.of("table"))
    assert all(element["tabindex"] == "0" and element["aria-label"] for element in regions)


def test_columns_are_called_in_words(source):
    headings = re.findall(r'<th scope="col">([^<]*)</th>', source)
    assert len(headings) > 40
    assert [heading for heading in headings if "_" in heading] == []


def test_the_first_stop_of_the_keyboard_leads_to_the_answer(page):
    assert page.of("a")[0]["href"] == "#answer"


def test_hostile_names_are_shown_as_text(page, source):
    assert "<script>alert" not in source
    assert "<b>$5bn" not in source
    assert "<i>Post" not in source
    assert "\u202e" not in source
    assert '<script>alert(1)</script> "Ferry" & <b>$5bn</b>' in page.text
    assert "Port <i>Post</i>" in page.text


def test_no_page_beside_it_runs_what_a_headline_says(results):
    pages = [path.read_text(encoding="utf-8") for path in results.rglob("*.html")]
    assert len(pages) > 12
    assert not any("<script>alert" in page or "\u202e" in page for page in pages)


def test_light_dark_and_print_are_thought_of(source):
    assert "prefers-color-scheme: dark" in source
    assert "@media print" in source


def test_it_answers_with_the_numbers_of_its_table(page, results):
    answer = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["answer"]
    assert answer in page.text


def test_it_says_how_sure_how_it_was_done_what_was_left_out_and_what_limits_it(page):
    for said in ("How sure is that?", "includes that there is no difference", "not validated", "other specifications"):
        assert said in page.text
    for said in ("BCa bootstrap", "Digest of the 12 texts", "security@", "Skipped furniture: ", "Not said: 3"):
        assert said in page.text
    assert "A lexicon counts vocabulary, not frames" in page.text


def test_no_place_of_the_machine_is_told(results, source):
    above = str(results.parent.parent)
    assert above not in source
    assert not [path for path in results.rglob("*.*") if above in path.read_bytes().decode("utf-8", "replace")]
