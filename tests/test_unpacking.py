"""Files, folders and archives: what is opened, and what is refused with a line of its own."""

import gzip
import io
import os
import zipfile

import pytest

from framing.articles.exports import source as sources
from framing.articles.exports import unpacking
from framing.articles.exports.source import Source
from framing.articles.exports.unpacking import Unread, list_files, unpack
from framing.errors import CorpusError


def zipped(**parts):
    return zipped_parts({name.replace("__", "/").replace("_", "."): data for name, data in parts.items()})


def zipped_parts(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def opened(tmp_path, data, name="a.zip"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(unpack(path))


def names(found):
    return [one.name.rpartition("a.zip")[2] if isinstance(one, Source) else str(one) for one in found]


def test_an_archive_is_its_files(tmp_path):
    assert names(opened(tmp_path, zipped(a_txt="It rained.", more__b_txt="It snowed."))) == ["/a.txt", "/more/b.txt"]


def test_a_document_is_no_archive(tmp_path):
    data = zipped_parts({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    (document,) = opened(tmp_path, data, "a.docx")
    assert document.data == data


def test_an_archive_of_archives_is_opened_once(tmp_path):
    inner = zipped(a_txt="It rained.")
    assert names(opened(tmp_path, zipped(in_zip=inner))) == ["/in.zip/a.txt"]
    (refused,) = opened(tmp_path, zipped(out_zip=zipped(in_zip=inner)))
    assert "an archive in an archive in an archive" in str(refused)


@pytest.mark.parametrize("path", ["../a.txt", "/etc/a.txt", "more/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_a_path_that_leaves_its_archive_is_refused_and_the_rest_is_read(tmp_path, path):
    refused, read = opened(tmp_path, zipped_parts({path: "x", "b.txt": "It rained."}))
    assert isinstance(refused, Unread)
    assert "is a path that leaves the archive" in str(refused)
    assert read.text == "It rained."


def test_a_part_that_unpacks_to_more_than_any_text_is_not_opened(tmp_path):
    (bomb,) = opened(tmp_path, zipped(a_txt=b"0" * 3_000_000))
    assert isinstance(bomb, Unread)
    assert "as no text does. It is not opened." in str(bomb)


def test_an_archive_that_unpacks_to_more_than_a_file_may_hold_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 30)
    (refused,) = opened(tmp_path, zipped(a_txt="It rained. " * 2, b_txt="It snowed. " * 2))
    assert "Unpack it first." in str(refused)


def test_a_part_behind_a_password_is_one_line(tmp_path):
    data = bytearray(zipped(a_txt="It rained."))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    (refused,) = opened(tmp_path, bytes(data))
    assert "'a.txt' is behind a password. Save it without one." in str(refused)


@pytest.mark.parametrize("at", [10, 60, -30, -5])
def test_an_archive_cut_off_is_one_line(tmp_path, at):
    found = opened(tmp_path, zipped(a_txt="It rained.", b_txt="It snowed.")[:at])
    assert [type(one) for one in found] == [Unread]
    assert "Fetch it once more" in str(found[0]) or "fetch it once more" in str(found[0])


def test_a_file_packed_by_gzip_is_unpacked(tmp_path):
    (found,) = opened(tmp_path, gzip.compress(b"It ", mtime=0) + gzip.compress(b"rained.", mtime=0), "a.txt.gz")
    assert found.text == "It rained."
    assert found.suffix == ".txt"


def test_a_web_archive_stays_packed(tmp_path):
    data = gzip.compress(b"WARC/1.0\r\n", mtime=0)
    (found,) = opened(tmp_path, data, "a.warc.gz")
    assert found.data == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(b"0" * 3_000_000, mtime=0), "it would unpack to more than any text"),
        (gzip.compress(b"It rained." * 9, mtime=0)[:-12], "cut off before its end"),
        (gzip.compress(b"It rained.", mtime=0)[:10] + b"\xff" * 40, "cannot be unpacked"),
    ],
)
def test_a_damaged_gzip_file_is_one_line(tmp_path, data, said):
    (refused,) = opened(tmp_path, data, "a.gz")
    assert said in str(refused)


def test_a_file_larger_than_is_read_at_once_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_FILE", 5)
    (refused,) = opened(tmp_path, b"It rained.", "a.txt")
    assert "are more than is read at once" in str(refused)
    assert "Split the file" in str(refused)


def test_an_empty_file_and_one_that_is_not_there_are_one_line_each(tmp_path):
    (empty,) = opened(tmp_path, b" \n", "a.txt")
    assert "the file is empty" in str(empty)
    (gone,) = unpack(tmp_path / "b.txt")
    assert "no such file" in str(gone)


def test_a_folder_is_read_without_what_stands_beside_articles(tmp_path):
    for name in ("b.txt", "a.html", "README.md", ".hidden", "leaders.csv", "a_files/x.js", "own_files/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("It rained.")
    assert [path.relative_to(tmp_path).as_posix() for path in list_files([tmp_path])] == [
        "a.html",
        "b.txt",
        "own_files/c.txt",
    ]


def test_a_folder_without_files_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="no files to read"):
        list_files([tmp_path])


def test_a_file_named_twice_is_read_once(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("It rained.")
    assert list_files([path, tmp_path, path]) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among files")
def test_what_is_no_plain_file_is_one_line_each_and_waits_for_nobody(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "up").symlink_to("..")
    said = [str(one) for path in list_files([tmp_path]) for one in unpack(path)]
    assert said == [
        f"{tmp_path}/gone.txt: a link to what is not there. Put the file itself here.",
        f"{tmp_path}/loop.txt: a link to what is not there. Put the file itself here.",
        f"{tmp_path}/pipe.txt: a pipe or a device, no file. Save what comes out of it, and name that file.",
        f"{tmp_path}/up: a link to a folder, which is not followed. Name that folder as well.",
    ]


def test_a_link_to_a_file_is_that_file(tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert [one.data for path in list_files([tmp_path]) for one in unpack(path)] == [b"It rained."] * 2


def test_a_folder_that_may_not_be_opened_is_one_line(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    paths = list_files([tmp_path])
    assert [path.name for path in paths] == ["a.txt", "closed"]
    assert [str(one) for one in unpack(paths[1])] == [f"{paths[1]}: this folder cannot be opened (Permission denied)."]


def test_what_stands_beside_articles_is_left_aside_in_an_archive_too(tmp_path):
    parts = dict.fromkeys(
        ["in/README.md", "leaders.csv", "rain.html", "rain_files/frame.html", ".x/a.txt"], "It rained."
    )
    assert names(opened(tmp_path, zipped_parts(parts))) == ["/rain.html"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_both_read(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for text in ("It rained.", "It snowed.", "It hailed."):
            archive.writestr("a.txt", text)
    found = opened(tmp_path, buffer.getvalue())
    assert names(found) == ["/a.txt", "/2/a.txt", "/3/a.txt"]
    assert [one.data for one in found] == [b"It rained.", b"It snowed.", b"It hailed."]


@pytest.mark.parametrize("path", [".", "./.", "//", " "])
def test_a_part_with_hardly_a_name_stops_nothing(tmp_path, path):
    assert "/b.txt" in names(opened(tmp_path, zipped_parts({path: "It rained.", "b.txt": "It snowed."})))
