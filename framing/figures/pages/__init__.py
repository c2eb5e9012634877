"""Texts as pages: whose words they are, which passages were taken, the same remark in many outlets; plain HTML."""

from framing.figures.pages.article import article_page
from framing.figures.pages.renderings import renderings_page
from framing.figures.pages.sheet import page_style, write_page
from framing.figures.pages.speech import speech_page

__all__ = ["article_page", "page_style", "renderings_page", "speech_page", "write_page"]
