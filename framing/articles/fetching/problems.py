"""What becomes of an address."""

from __future__ import annotations

# The closed list of the column `status`.
STATUSES = {
    "same": "the text is the one of the list",
    "differs": "there is a text, and it is another",
    "fetched": "there is a text, and the list has no digest to compare it with",
    "no text": "there is a page without any text",
    "not a page": "what came is no web page",
    "gone": "the page is not there any more",
    "refused": "the server does not give the page to us",
    "forbidden by robots": "the site asks programs not to fetch the page",
    "too large": "the page is larger than the limit",
    "not allowed": "the address is none that is fetched: no http, a private address, a password in it",
    "no address": "the list has no address for the article",
    "failed": "no answer, or none that can be used; a later call tries again",
}


class FetchProblem(Exception):
    """Why there is no page.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    said : str
        The reason, in a sentence.
    may_pass : bool
        Whether trying again in a moment may help.
    http_status : int or None
        What the server answered, when it did.
    wait_seconds : float
        For how long the server asks to be left alone; 0 when it does not say.
    """

    def __init__(
        self,
        status: str,
        said: str,
        *,
        may_pass: bool = False,
        http_status: int | None = None,
        wait_seconds: float = 0.0,
    ) -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.may_pass = may_pass
        self.http_status = http_status
        self.wait_seconds = wait_seconds
