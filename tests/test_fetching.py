"""Pages fetched from addresses: politely, safely, and never half. The servers stand on this machine."""

import ast
import contextlib
import gzip
import http.server
import io
import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import framing
from framing.articles.addresses import list_addresses, text_digest
from framing.articles.fetching import connection, visits
from framing.articles.fetching.fetch import fetch_addresses
from framing.articles.fetching.guard import find_sockets, is_public, parse_address
from framing.articles.fetching.problems import STATUSES, FetchProblem
from framing.articles.fetching.rebuild import rebuild_articles
from framing.articles.fetching.robots import parse_robots
from framing.errors import CorpusError, FramingWarning, TableError

RAIN = "It rained in Ostrel for the third day. The premier, Mara Tell, said nothing about it."


def html(text=RAIN, title="Rain"):
    return f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p>".encode()


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


class Site(http.server.ThreadingHTTPServer):
    """A server that answers each path with what a test says, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, host="127.0.0.1"):
        super().__init__((host, 0), Handler)
        self.pages = {}
        self.asked = []
        self.headers = []
        self.times = []
        self.clock = Clock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self):
        return [path for path in self.asked if path != "/robots.txt"]

    def handle_error(self, request, address):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server
        site.asked.append(self.path)
        site.headers.append(dict(self.headers))
        site.times.append(site.clock.now)
        answer = site.pages.get(self.path, 404)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            self.close_connection = True
            with contextlib.suppress(OSError):
                answer(self)
            return
        status, body, headers = as_answer(answer)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def as_answer(answer):
    """A status, a body, or a triple of status, body and headers."""
    if isinstance(answer, int):
        return answer, b"", {}
    return (200, answer, {}) if isinstance(answer, bytes) else answer


def redirect(where, status=302):
    return status, b"", {"Location": where}


@contextlib.contextmanager
def serving(site):
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


@pytest.fixture
def site():
    with serving(Site()) as one:
        yield one


@pytest.fixture
def fetch(site, tmp_path):
    """Fetch paths of the site into one folder with a clock that does not wait."""

    def fetch(*paths, digests=None, **options):
        urls = [path if path is None or "://" in path else site.url + path for path in paths]
        addresses = pd.DataFrame({"url": urls, "digest": digests or [None] * len(urls)})
        options = {"allow_private": True, "clock": site.clock, "sleep": site.clock.sleep, **options}
        return fetch_addresses(addresses, tmp_path / "pages of ours", **options)

    return fetch


def only(table):
    assert len(table) == 1
    return table.iloc[0]


# What becomes of a text


def test_the_text_of_a_page_is_compared_with_the_digest_of_the_list(site, fetch):
    site.pages = {"/same": html(), "/body": html(), "/other": html("It snowed in Ostrel."), "/new": html()}
    digests = [text_digest(f"Rain\n\n{RAIN}"), text_digest(RAIN), text_digest(RAIN), None]
    found = fetch("/same", "/body", "/other", "/new", digests=digests)
    assert found["status"].tolist() == ["same", "same", "differs", "fetched"]
    assert found["digest"].tolist()[:2] == digests[:2]
    assert found["digest"][2] == text_digest("Rain\n\nIt snowed in Ostrel.")
    assert found["characters"][0] == len(f"Rain\n\n{RAIN}")
    assert found["bytes"][0] == len(html())


def test_a_corpus_read_from_pages_is_found_to_be_the_same_and_can_be_rebuilt(site, tmp_path):
    site.pages = {"/rain": html(), "/snow": html("It snowed & snowed in Ostrel.", "Snow"), "/fog": 404}
    rows = [
        {"doc_id": "a1", "url": site.url + "/rain", "headline": "Rain", "text": RAIN, "published": "2031-02-03"},
        {"doc_id": "a2", "url": site.url + "/snow", "headline": "Snow", "text": "It snowed & snowed in Ostrel."},
        {"doc_id": "a3", "url": site.url + "/fog", "text": "Fog."},
    ]
    articles = framing.articles_from_records(rows, source="notes")
    addresses = list_addresses(articles)
    clock = {"clock": site.clock, "sleep": site.clock.sleep}
    found = fetch_addresses(addresses, tmp_path, allow_private=True, **clock)
    assert found[["article_id", "status"]].values.tolist() == [["a1", "same"], ["a2", "same"], ["a3", "gone"]]
    rebuilt = rebuild_articles(addresses, tmp_path)
    same = ["article_id", "text", "headline", "published", "url", "body_start"]
    pd.testing.assert_frame_equal(rebuilt[same], articles[same].head(2), check_dtype=False)


def test_the_page_is_kept_as_it_came_under_a_name_that_is_no_address(site, fetch, tmp_path):
    path = "/../../..%2f..%2fetc/passwd?<b>=1"
    site.pages = {path: html()}
    row = only(fetch(path))
    assert (row["status"], row["file"].count("/")) == ("fetched", 1)
    assert (tmp_path / "pages of ours" / row["file"]).read_bytes() == html()
    assert len(list((tmp_path / "pages of ours").rglob("*.html"))) == 1


def test_a_page_that_leads_to_the_front_page_now_is_gone(site, fetch):
    site.pages = {"/old": redirect("/"), "/": html("Welcome to our front page of today.")}
    row = only(fetch("/old", digests=[text_digest(RAIN)]))
    assert (row["status"], row["final_url"]) == ("gone", site.url + "/")


def test_a_front_page_that_is_in_the_list_itself_differs(site, fetch):
    site.pages = {"/": html("Welcome to our front page of today.")}
    assert only(fetch("/", digests=[text_digest(RAIN)]))["status"] == "differs"


def test_an_address_that_stands_twice_is_asked_for_once_even_when_it_fails(site, fetch):
    site.pages = {"/x": 503}
    assert fetch("/x", "/x", n_tries=1)["status"].tolist() == ["failed", "failed"]
    assert site.paths() == ["/x"]


def test_a_page_without_text_says_so(site, fetch):
    site.pages = {"/empty": b"<html><head><title>Rain</title></head><body></body></html>"}
    assert only(fetch("/empty", digests=[text_digest(RAIN)]))["status"] == "no text"


def test_a_page_is_read_in_the_encoding_that_the_server_names(site, fetch):
    words = "Премьер-министр Мара Телл сказала, что дождь в Остреле идёт третий день подряд."
    sent = html(words).decode().encode("koi8-r")
    site.pages = {"/x": (200, sent, {"Content-Type": "text/html; charset=KOI8-R"})}
    assert only(fetch("/x", digests=[text_digest(words)]))["status"] == "same"
    assert only(fetch("/x", digests=[text_digest(words)]))["status"] == "same"
    assert site.paths() == ["/x"]


def test_mojibake_is_repaired_before_texts_are_compared_as_it_is_on_reading(site, fetch):
    words = "It’s raining in Ostrel – said the premier, Zoë Tell – and it would not stop before the week was over."
    site.pages = {"/x": html(words.encode().decode("cp1252"))}
    assert only(fetch("/x", digests=[text_digest(words)]))["status"] == "same"


@pytest.mark.parametrize("module", ["trafilatura", "ftfy"])
def test_without_the_extra_nothing_is_fetched_and_it_says_what_to_install(site, fetch, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CorpusError, match=rf'{module}, which is not installed.*"framing-toolkit\[ingest\]"'):
        fetch("/x")
    assert site.asked == []


def test_there_is_one_row_for_each_address_in_the_order_of_the_list(site, fetch):
    site.pages = {"/a": html(), "/b": html("It snowed in Ostrel.")}
    found = fetch("/b", None, "/a", "/b", "/none")
    assert found["status"].tolist() == ["fetched", "no address", "fetched", "fetched", "gone"]
    assert found["digest"][0] == found["digest"][3] != found["digest"][2]
    assert sorted(site.paths()) == ["/a", "/b", "/none"]
    assert found.index.tolist() == [0, 1, 2, 3, 4]
    assert set(found["status"]) <= set(STATUSES)


# What a server may answer

ANSWERS = {
    "not found": (404, "gone", "404"),
    "gone": (410, "gone", "410"),
    "behind a paywall": (402, "refused", "402"),
    "blocked": (403, "refused", "403"),
    "barred by law": (451, "refused", "451"),
    "nothing new": (304, "failed", "304"),
    "empty": (b"", "not a page", "empty"),
    "a PDF that says it is a page": (b"%PDF-1.7\n\x00\x01\x02", "not a page", "PDF"),
    "a picture that says it is a page": (b"\x89PNG\r\n\x1a\n\x00\x00", "not a page", "picture"),
    "plain words": (b"It rained in Ostrel.", "not a page", "no web page"),
    "JSON": (b'{"text": "It rained."}', "not a page", "no web page"),
    "a page that says it is a picture": ((200, html(), {"Content-Type": "image/png"}), "fetched", None),
    "a page without a type": ((200, html(), {"Content-Type": ""}), "fetched", None),
    "packed": ((200, gzip.compress(html()), {"Content-Encoding": "gzip"}), "fetched", None),
    "packed otherwise": ((200, zlib.compress(html()), {"Content-Encoding": "deflate"}), "fetched", None),
    "packed as nobody asked": ((200, b"\x0b", {"Content-Encoding": "br"}), "failed", "'br', which was not asked"),
    "said to be packed": ((200, html(), {"Content-Encoding": "gzip"}), "failed", "no answer that can be used"),
    "packed and broken off": (
        (200, gzip.compress(html())[:-20], {"Content-Encoding": "gzip"}),
        "failed",
        "broke off half way",
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_judged_by_what_it_is(site, fetch, kind):
    answer, status, said = ANSWERS[kind]
    site.pages = {"/x": answer}
    row = only(fetch("/x", n_tries=1))
    assert row["status"] == status
    assert pd.isna(row["problem"]) if said is None else said in row["problem"]
    assert pd.notna(row["file"]) == (status == "fetched")


def half(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + html())


def half_in_chunks(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + html()[:64] + b"\r\n")


def silence(handler):
    time.sleep(1)


def drops(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1000):
        handler.wfile.write(b"<p>")
        time.sleep(0.02)


def drops_of_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for letter in b"X-Rain: " + b"a" * 1000:
        handler.wfile.write(bytes([letter]))
        time.sleep(0.02)


def hangs_up(handler):
    pass


def rubbish(handler):
    handler.wfile.write(b"It rained.\r\n\r\n")


BROKEN = {
    "breaks off half way": (half, {}, "broke off half way"),
    "breaks off between chunks": (half_in_chunks, {}, "broke off half way"),
    "is silent": (silence, {"timeout_seconds": 0.3}, "no sign of the server for 0.3 seconds"),
    "hangs up": (hangs_up, {}, "closed the connection"),
    "speaks no HTTP": (rubbish, {}, "no answer that can be used"),
    "sends a drop now and then": (drops, {"page_seconds": 0.5}, "not there in full after 0.5 seconds"),
    "sends drops of headers": (drops_of_headers, {"page_seconds": 0.5}, "not there in full after 0.5 seconds"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_server_that_does_not_finish_fails_in_time_and_leaves_no_half_page(site, fetch, tmp_path, kind):
    answer, options, said = BROKEN[kind]
    site.pages = {"/x": answer}
    began = time.monotonic()
    row = only(fetch("/x", n_tries=1, **options))
    assert time.monotonic() - began < 5
    assert row["status"] == "failed"
    assert said in row["problem"]
    assert list(tmp_path.rglob("*.html")) == []


def endless(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n<html>")
    handler.server.sent = 0
    while handler.server.sent < 2_000_000_000:
        handler.wfile.write(b"<p>It rained.</p>" * 1000)
        handler.server.sent += 17_000


def bomb(handler):
    packed = zlib.compressobj(wbits=31)
    body = packed.compress(b"<html>" + b" " * 50_000_000) + packed.flush()
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    handler.wfile.write(head.encode() + body)


@pytest.mark.parametrize("answer", [endless, bomb, b"<html>" + b"a" * 100_000], ids=["endless", "bomb", "large"])
def test_a_page_larger_than_the_limit_is_left_where_it_is(site, fetch, tmp_path, answer):
    site.pages = {"/x": answer}
    row = only(fetch("/x", max_bytes=100_000))
    assert (row["status"], row["problem"]) == ("too large", "more than 100,000 bytes")
    assert list(tmp_path.rglob("*.html")) == []
    assert getattr(site, "sent", 0) < 50_000_000


def test_a_bomb_is_never_unpacked_beyond_the_limit():
    packed = io.BytesIO(gzip.compress(bytes(50_000_000)))
    response = SimpleNamespace(headers={"Content-Encoding": "gzip"}, read1=packed.read, length=0)
    tracemalloc.start()
    body, is_cut = connection._body(response, 100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(body), is_cut) == (100_000, True)
    assert peak < 1_000_000


def test_a_page_as_large_as_the_limit_is_kept(site, fetch):
    site.pages = {"/x": html().ljust(100_000)}
    assert only(fetch("/x", max_bytes=100_000))["status"] == "fetched"


# Redirects


def test_redirects_are_followed_and_the_last_address_is_told(site, fetch):
    site.pages = {"/a": redirect("/b", 301), "/b": redirect("c?day=3#top", 308), "/c?day=3": html()}
    row = only(fetch("/a"))
    assert (row["status"], row["final_url"]) == ("fetched", f"{site.url}/c?day=3")


@pytest.mark.parametrize("where", ["/café".encode().decode("latin-1"), "/caf%C3%A9", "café".encode().decode("latin-1")])
def test_a_redirect_to_an_address_with_accents_is_followed(site, fetch, where):
    site.pages = {"/a": redirect(where), "/caf%C3%A9": html()}
    assert only(fetch("/a"))["final_url"] == f"{site.url}/caf%C3%A9"


BAD_REDIRECTS = {
    "a circle": ({"/a": redirect("/b"), "/b": redirect("/a")}, "failed", "in a circle, back to http"),
    "itself": ({"/a": redirect("/a")}, "failed", "in a circle"),
    "nowhere": ({"/a": (302, b"", {})}, "failed", "to nowhere"),
    "a file": ({"/a": redirect("file:///etc/passwd")}, "not allowed", "'file:///etc/passwd' does not begin with http"),
    "a script": ({"/a": redirect("javascript:alert(1)")}, "not allowed", "does not begin with http"),
    "a password": ({"/a": redirect("http://ada:secret@lantern.example/")}, "not allowed", "a user name or a password"),
    "no address": ({"/a": redirect("http://[::1")}, "not allowed", "is no address"),
    "and on and on": ({f"/{'a' * n}": redirect(f"/{'a' * (n + 1)}") for n in range(1, 30)}, "failed", "more than 10"),
}


@pytest.mark.parametrize("where", BAD_REDIRECTS)
def test_a_redirect_that_leads_nowhere_good_is_not_followed(site, fetch, where):
    site.pages, status, said = BAD_REDIRECTS[where]
    row = only(fetch("/a"))
    assert row["status"] == status
    assert said in row["problem"]


def test_a_redirect_to_a_private_address_is_not_followed(site, fetch, monkeypatch):
    """The first host is called public; where it redirects to is checked like any other address."""
    with serving(Site()) as secret:
        secret.pages = {"/x": html()}
        site.pages = {"/a": redirect(f"http://localhost:{secret.server_port}/x")}
        names = {"lantern.example": ("127.0.0.1", site.server_port)}
        monkeypatch.setattr(connection, "find_sockets", looked_up(names))
        row = only(fetch("http://lantern.example/a", allow_private=False))
        assert row["status"] == "not allowed"
        assert "'localhost' stands at" in row["problem"]
        assert (site.paths(), secret.asked) == (["/a"], [])


def looked_up(names):
    """A lookup that knows names of its own, and asks the guard for all others."""

    def find(address, *, allow_private):
        if address.host in names:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", names[address.host])]
        return find_sockets(address, allow_private=allow_private)

    return find


# Which addresses are fetched

NOT_FETCHED = [
    ("ftp://lantern.example/x", "does not begin with http:// or https://"),
    ("file:///etc/passwd", "does not begin with http:// or https://"),
    ("lantern.example/x", "does not begin with http:// or https://"),
    ("http://ada@lantern.example/x", "user name or a password"),
    ("http://:secret@lantern.example/x", "user name or a password"),
    ("http:///x", "names no host"),
    ("http://lantern.example:99999/", "no address of a page"),
    ("http://lantern.example:0/", "names no host"),
    ("http://[::1/", "no address of a page"),
    ("http://a b.example/", "names no host"),
    ("http://lantern..example/", "no address of a page"),
    ("http://" + "a" * 70 + ".example/", "no address of a page"),
]


@pytest.mark.parametrize(("url", "said"), NOT_FETCHED)
def test_what_is_no_address_of_the_web_is_not_fetched(tmp_path, url, said):
    row = only(fetch_addresses(pd.DataFrame({"url": [url]}), tmp_path))
    assert row["status"] == "not allowed"
    assert said in row["problem"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_this_machine_is_not_fetched_from_unless_that_is_allowed(site, fetch, host):
    site.pages = {"/x": html()}
    row = only(fetch(f"http://{host}:{site.server_port}/x", allow_private=False))
    assert row["status"] in ("not allowed", "failed")  # "failed" where the machine does not know the notation
    assert site.asked == []


def test_loopback_is_refused_in_words_that_say_what_to_do(site, fetch):
    row = only(fetch("/x", allow_private=False))
    said = "the host '127.0.0.1' stands at 127.0.0.1, which is not public."
    assert row["problem"] == f"{said} Private and loopback addresses are fetched only when that is allowed."


PRIVATE = """127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 2001:db8::1 ::ffff:10.0.0.1
::ffff:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1:: 2002:808:808:: rain"""
PUBLIC = "8.8.8.8 1.1.1.1 172.32.0.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize(
    ("ip", "expected"), [(ip, False) for ip in PRIVATE.split()] + [(ip, True) for ip in PUBLIC.split()]
)
def test_public_is_what_the_internet_routes(ip, expected):
    assert is_public(ip) is expected


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    with pytest.raises(FetchProblem, match=r"stands at 10\.0\.0\.1"):
        find_sockets(parse_address("http://lantern.example/"), allow_private=False)


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_connected_to(site, fetch, monkeypatch):
    """A name that leads to this machine the second time it is looked up never gets a second time."""
    site.pages = {"/x": html()}
    answers = iter([("8.8.8.8", 80), ("127.0.0.1", site.server_port)])
    asked, reached = [], []

    def getaddrinfo(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", next(answers))]

    def connect(self, place):
        reached.append(place)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(connection.socket, "socket", type("Socket", (socket.socket,), {"connect": connect}))
    row = only(fetch("http://rebinding.example/x", allow_private=False, n_tries=1))
    assert (asked, reached) == (["rebinding.example"], [("8.8.8.8", 80)])
    assert "connection refused" in row["problem"]


def test_the_name_stays_the_name_for_the_server_and_for_the_certificate(site, fetch, monkeypatch):
    site.pages = {"/x": html()}
    port = site.server_port
    monkeypatch.setattr(connection, "find_sockets", looked_up({"lantern.example": ("127.0.0.1", port)}))
    fetch(f"http://LANTERN.example:{port}/x")
    assert {headers["Host"] for headers in site.headers} == {f"lantern.example:{port}"}
    named = []

    class Context:
        def wrap_socket(self, raw, *, server_hostname, do_handshake_on_connect):
            named.append(server_hostname)
            raise OSError("no TLS here")

    monkeypatch.setattr(connection.ssl, "create_default_context", Context)
    fetch(f"https://lantern.example:{port}/x", n_tries=1)
    assert named == ["lantern.example"]


@pytest.fixture
def certificate(site, tmp_path):
    """Let the site speak TLS, as "localhost", with a certificate that nobody knows yet."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.pages = {"/x": html()}
    return certificate


def test_a_certificate_that_nobody_vouches_for_is_not_believed(site, fetch, certificate):
    row = only(fetch(f"https://localhost:{site.server_port}/x"))
    assert row["status"] == "failed"
    assert "its certificate is not valid (self" in row["problem"]
    assert (site.asked, site.clock.waits) == ([], [])


def test_a_certificate_holds_for_its_name_alone(site, fetch, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    found = fetch(f"https://localhost:{site.server_port}/x", f"https://127.0.0.1:{site.server_port}/x")
    assert found["status"].tolist() == ["fetched", "failed"]
    assert "its certificate is not valid (IP address mismatch" in found["problem"][1]


def test_proxies_cookies_and_passwords_of_the_machine_are_not_used(site, fetch, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages = {"/a": (302, b"", {"Location": "/b", "Set-Cookie": "a=1"}), "/b": html()}
    assert only(fetch("/a"))["status"] == "fetched"
    assert not any({"Cookie", "Authorization"} & set(headers) for headers in site.headers)


# Manners


def test_one_host_is_asked_once_a_second(site, fetch):
    site.pages = {f"/{n}": html() for n in range(5)} | {"/0": redirect("/4")}
    fetch(*(f"/{n}" for n in range(4)))
    assert len(site.times) == 6  # robots.txt, four pages, one of them twice
    gaps = [later - earlier for earlier, later in zip(site.times, site.times[1:], strict=False)]
    assert gaps == [1.0] * 5


def test_hosts_take_turns_so_that_none_waits_for_another(site, fetch):
    site.pages = {f"/{n}": html() for n in range(6)}
    fetch("/0", "/1", "/2", *(f"http://localhost:{site.server_port}/{n}" for n in (3, 4, 5)))
    assert site.paths() == ["/0", "/3", "/1", "/4", "/2", "/5"]
    assert site.clock.now == 4.0  # one host after the other, it would be 6


def test_we_say_who_we_are(site, fetch):
    site.pages = {"/x": html()}
    fetch("/x", contact="ada@university.example")
    expected = f"framing-toolkit/{framing.__version__} (media research; "
    assert all(headers["User-Agent"].startswith(expected) for headers in site.headers)
    assert all(headers["User-Agent"].endswith("; ada@university.example)") for headers in site.headers)


@pytest.mark.parametrize("contact", ["a\r\nCookie: b", "Ada Müller", ""])
def test_a_contact_that_cannot_be_sent_is_refused(fetch, contact):
    with pytest.raises(CorpusError, match="contact .* cannot be sent"):
        fetch("/x", contact=contact)


def test_what_a_site_asks_programs_not_to_fetch_is_not_fetched(site, fetch):
    site.pages = {"/robots.txt": b"User-agent: *\nDisallow: /private", "/private/x": html(), "/x": html()}
    found = fetch("/private/x", "/x", "/private/y")
    assert found["status"].tolist() == ["forbidden by robots", "fetched", "forbidden by robots"]
    assert site.asked == ["/robots.txt", "/x"]


def test_a_redirect_into_what_robots_forbid_is_not_followed(site, fetch):
    site.pages = {"/robots.txt": b"User-agent: *\nDisallow: /b", "/a": redirect("/b"), "/b": html()}
    assert only(fetch("/a"))["status"] == "forbidden by robots"
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("answer", [404, 403, b"<html>no rules here</html>"])
def test_a_site_without_robots_txt_allows_all(site, fetch, answer):
    site.pages = {"/robots.txt": answer, "/x": html()}
    assert only(fetch("/x"))["status"] == "fetched"


def test_robots_txt_is_found_behind_a_redirect(site, fetch):
    site.pages = {"/robots.txt": redirect("/r"), "/r": b"User-agent: framing-toolkit\nDisallow: /", "/x": html()}
    assert only(fetch("/x"))["status"] == "forbidden by robots"


@pytest.mark.parametrize("answer", [500, 503, 429, hangs_up])
def test_while_robots_txt_cannot_be_read_nothing_is_fetched_and_a_later_call_tries_again(site, fetch, answer):
    site.pages = {"/robots.txt": answer, "/x": html(), "/y": html()}
    found = fetch("/x", "/y", n_tries=2)
    assert found["status"].tolist() == ["failed", "failed"]
    assert found["problem"].str.contains("robots.txt cannot be read now").all()
    assert site.asked == ["/robots.txt"] * 2
    site.pages["/robots.txt"] = 404
    assert fetch("/x", "/y")["status"].tolist() == ["fetched", "fetched"]


def test_a_crawl_delay_is_kept(site, fetch):
    site.pages = {"/robots.txt": b"User-agent: *\nCrawl-delay: 7", "/x": html(), "/y": html()}
    fetch("/x", "/y")
    assert site.times[2] - site.times[1] == 7.0


def test_a_crawl_delay_of_a_day_is_kept_for_two_minutes(site, fetch):
    site.pages = {"/robots.txt": b"User-agent: *\nCrawl-delay: 86400", "/x": html(), "/y": html()}
    assert fetch("/x", "/y")["status"].tolist() == ["fetched", "fetched"]
    assert site.times[2] - site.times[1] == visits.LONGEST_WAIT


def test_a_busy_server_is_asked_again_with_longer_and_longer_pauses(site, fetch):
    site.pages = {"/x": [500, 503, 502, html()]}
    assert only(fetch("/x"))["status"] == "fetched"
    assert site.clock.waits == [1.0, 2.0, 4.0, 8.0]


def test_a_page_that_broke_off_is_asked_for_again(site, fetch):
    site.pages = {"/x": [half, hangs_up, html()]}
    assert only(fetch("/x"))["status"] == "fetched"


def test_a_server_that_stays_busy_is_given_up(site, fetch):
    site.pages = {"/x": 503}
    row = only(fetch("/x", n_tries=3))
    assert (row["status"], row["problem"], row["http_status"]) == ("failed", "the server answers 503", 503)
    assert len(site.paths()) == 3


def test_an_answer_that_will_not_change_is_not_asked_for_twice(site, fetch):
    fetch("/x")
    assert site.paths() == ["/x"]


def test_a_server_says_how_long_to_wait_as_a_number(site, fetch):
    site.pages = {"/x": [(429, b"", {"Retry-After": "17"}), html()]}
    assert only(fetch("/x"))["status"] == "fetched"
    assert site.clock.waits == [1.0, 17.0]


def test_a_server_says_how_long_to_wait_as_a_date(site, fetch):
    site.pages = {"/x": [(503, b"", {"Retry-After": formatdate(time.time() + 60, usegmt=True)}), html()]}
    assert only(fetch("/x"))["status"] == "fetched"
    assert site.clock.waits[1] == pytest.approx(60, abs=2)


@pytest.mark.parametrize("asked", ["soon", "-5", "0", "", "²"])
def test_a_wait_that_says_nothing_is_our_own(site, fetch, asked):
    site.pages = {"/x": [(429, b"", {"Retry-After": asked.encode().decode("latin-1")}), html()]}
    assert only(fetch("/x"))["status"] == "fetched"
    assert site.clock.waits == [1.0, visits.FIRST_WAIT]


def test_a_host_that_asks_for_an_hour_is_left_alone_until_the_next_call(site, fetch):
    site.pages = {"/x": (429, b"", {"Retry-After": "3600"}), "/y": html()}
    found = fetch("/x", "/y")
    assert found["status"].tolist() == ["failed", "failed"]
    assert found["problem"].str.contains("left alone for 3600 seconds; run this again later").all()
    assert (site.paths(), site.clock.now) == (["/x"], 1.0)


def test_a_host_that_never_answers_is_given_up_after_three_addresses(site, fetch):
    site.pages = {f"/{n}": hangs_up for n in range(6)}
    found = fetch(*site.pages, n_tries=1)
    assert len(site.paths()) == 3
    assert found["problem"].str.contains("left out: 127.0.0.1 did not answer 3 times on end").sum() == 3


@pytest.mark.parametrize("between", [html(), 500], ids=["a page", "a broken page"])
def test_a_host_that_answers_now_and_then_is_not_given_up(site, fetch, between):
    site.pages = {f"/{n}": hangs_up if n % 3 else between for n in range(9)}
    fetch(*site.pages, n_tries=1)
    assert len(site.paths()) == 9


# Resuming


def test_a_second_call_fetches_only_what_is_not_there_or_failed(site, fetch):
    site.pages = {
        "/a": html(),
        "/b": hangs_up,
        "/c": 404,
        "/d": b"no page",
        "/robots.txt": b"User-agent: *\nDisallow: /e",
    }
    first = fetch("/a", "/b", "/c", "/d", "/e", n_tries=1)
    site.pages["/b"] = html()
    site.asked.clear()
    second = fetch("/a", "/b", "/c", "/d", "/e", "/f", n_tries=1)
    assert site.paths() == ["/f", "/b"]
    untouched = [0, 2, 3, 4]
    pd.testing.assert_frame_equal(second.loc[untouched], first.loc[untouched], check_dtype=False)
    assert second["status"][1] == "fetched"


def test_a_call_that_was_interrupted_is_taken_up_where_it_was(site, fetch):
    site.pages = {f"/{n}": html() for n in range(4)}

    def interrupt(line):
        if line.startswith("2 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(*site.pages, tell=interrupt)
    fetch(*site.pages)
    assert site.paths() == ["/0", "/1", "/2", "/3"]


def test_a_journal_whose_last_line_was_interrupted_loses_only_that_line(site, fetch, tmp_path):
    site.pages = {"/a": html(), "/b": html()}
    fetch("/a", "/b")
    journal = tmp_path / "pages of ours" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    site.asked.clear()
    with pytest.warns(FramingWarning, match=r"journal\.jsonl: lines that cannot be read: 1\."):
        found = fetch("/a", "/b")
    assert (found["status"].tolist(), site.paths()) == (["fetched", "fetched"], ["/b"])
    with pytest.warns(FramingWarning, match="lines that cannot be read: 1"):
        fetch("/a", "/b")
    assert site.paths() == ["/b"]


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_bytes(b"<p>cut")])
def test_a_page_that_was_removed_or_changed_is_fetched_again(site, fetch, tmp_path, change):
    site.pages = {"/a": html()}
    file = tmp_path / "pages of ours" / only(fetch("/a"))["file"]
    change(file)
    fetch("/a")
    assert (site.paths(), file.read_bytes()) == (["/a", "/a"], html())


def test_the_journal_is_plain_and_says_when_and_how(site, fetch, tmp_path):
    site.pages = {"/a": redirect("/b"), "/b": html()}
    fetch("/a")
    (line,) = (tmp_path / "pages of ours" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert (entry["url"], entry["final_url"], entry["status"]) == (f"{site.url}/a", f"{site.url}/b", "page")
    assert pd.Timestamp(entry["fetched_at"]).tz is not None
    assert "rained" not in line


def test_a_later_list_is_compared_with_the_pages_that_are_there(site, fetch):
    site.pages = {"/a": html()}
    assert only(fetch("/a"))["status"] == "fetched"
    assert only(fetch("/a", digests=[text_digest(RAIN)]))["status"] == "same"
    assert site.paths() == ["/a"]


def test_a_kept_page_that_cannot_be_read_any_more_is_said_and_stops_no_other(site, fetch, monkeypatch):
    site.pages = {"/a": html(), "/b": html("It snowed in Ostrel.")}
    fetch("/a", "/b")
    monkeypatch.setattr("framing.articles.pages._MOST_ELEMENTS", 1)
    found = fetch("/a", "/b")
    assert found["status"].tolist() == ["not a page", "not a page"]
    assert found["problem"].str.startswith("the page has").all()


def test_each_address_is_told_as_it_is_done(site, fetch):
    site.pages = {"/a": html()}
    told = []
    fetch("/a", None, tell=told.append)
    assert sorted(told) == [f"1 of 2: fetched: {site.url}/a", "2 of 2: no address: row 1"]


# Bad input


def test_a_list_without_addresses_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="column 'url' is not there"):
        fetch_addresses(pd.DataFrame({"link": ["http://lantern.example"]}), tmp_path)


def test_every_cell_that_is_no_text_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"(?s)2 problems.*row 0: url 5.*row 1: digest 1\.5"):
        fetch_addresses(pd.DataFrame({"url": [5, "http://a.example"], "digest": [None, 1.5]}), tmp_path)


def test_a_folder_that_is_a_file_is_refused_before_anything_is_lost(site, tmp_path):
    site.pages = {"/a": html()}
    (tmp_path / "file").write_text("mine")
    addresses = pd.DataFrame({"url": [site.url + "/a"]})
    with pytest.raises((CorpusError, TableError), match="file.* cannot be written"):
        fetch_addresses(addresses, tmp_path / "file", allow_private=True, clock=site.clock, sleep=site.clock.sleep)
    assert (tmp_path / "file").read_text() == "mine"


def test_an_empty_list_gives_an_empty_table(tmp_path):
    found = fetch_addresses(pd.DataFrame({"url": []}), tmp_path)
    assert (len(found), list(found.columns)[:3]) == (0, ["article_id", "url", "status"])


def test_the_list_is_not_changed(fetch, tmp_path):
    given = pd.DataFrame({"url": [" ftp://lantern.example "], "article_id": ["a"]})
    before = given.copy(deep=True)
    fetch_addresses(given, tmp_path)
    pd.testing.assert_frame_equal(given, before)


# robots.txt

ROBOTS = [
    ("User-agent: *\nDisallow:", "/x", True),
    ("User-agent: *\nDisallow: /", "/x", False),
    ("User-agent: other\nDisallow: /", "/x", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Framing-Toolkit/1.0\nAllow: /", "/x", True),
    ("User-agent: other\nUser-agent: framing-toolkit\nDisallow: /a", "/a", False),
    ("User-agent: framing-toolkit\nUser-agent: other\nDisallow: /a", "/a", False),
    ("User-agent: framing-toolkit\nDisallow: /a\nUser-agent: other\nDisallow: /b", "/b", True),
    ("User-agent: framing-toolkit\nDisallow: /a\nUser-agent: framing-toolkit\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /news\nAllow: /news/rain", "/news/rain/1", True),
    ("User-agent: *\nAllow: /news/rain\nDisallow: /news", "/news/snow", False),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*/print", "/news/1/print?x", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /*?", "/a", True),
    ("User-agent: *\nDisallow: /*a*b*c", "/xaxcxb", True),
    ("User-agent: *\nDisallow: /%7eada", "/~ada", False),
    ("User-agent: *\nDisallow: /é", "/%c3%a9t%C3%A9", False),
    ("user-agent : *  # all\nDISALLOW : /a # not this\nSitemap: /b", "/a", False),
    ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("User-agent: *\nCrawl-delay: 3\nDisallow: /a", "/a", False),
    ("Disallow: /a", "/a", True),
    ("", "/a", True),
]


@pytest.mark.parametrize(("text", "path", "expected"), ROBOTS)
def test_robots_txt_is_read_by_the_standard(text, path, expected):
    assert parse_robots(text, "framing-toolkit").allow(path) is expected


def test_a_pattern_made_to_take_long_takes_no_time():
    rules = parse_robots(f"User-agent: *\nDisallow: /{'*a' * 2000}b", "framing-toolkit")
    began = time.monotonic()
    assert rules.allow("/" + "a" * 5000)
    assert time.monotonic() - began < 1


# Nothing else opens a connection

NETWORK = {"socket", "ssl", "http", "urllib.request", "urllib3", "requests", "ftplib", "smtplib", "aiohttp"}
NETWORK |= {"httpx", "telnetlib", "xmlrpc", "webbrowser", "socketserver"}
PACKAGE = Path(framing.__file__).parent


def imported_by(path):
    """Every module and name that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_nothing_else_opens_a_connection():
    others = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "fetching"]
    found = {
        (path.name, name) for path in others for name in imported_by(path) if {name, name.partition(".")[0]} & NETWORK
    }
    assert found == set()
    assert [path.name for path in others if "fetch_url" in path.read_text(encoding="utf-8")] == []  # trafilatura's own
    assert {"socket", "ssl", "http.client"} <= set(imported_by(Path(connection.__file__)))
