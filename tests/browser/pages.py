# SPDX-License-Identifier: GPL-3.0-or-later
"""A page with one end of a call, in Debian's Chromium or in Firefox ESR, both without a screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

import playwright.async_api

from tests.browser.bidi import Firefox, Window, running_firefox

_SCRIPT = Path(__file__).with_name("page.js")
_CHROMIUM = "/usr/bin/chromium"
_CHROMIUM_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


class Kind(Enum):
    """Which browser."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


class Page(Protocol):
    """The page, whatever shows it."""

    async def call(self, function: str, *arguments: object) -> Any:
        """Call one of the functions that the script gives; values go there and back as JSON."""


class Browser(Protocol):
    """A running browser."""

    kind: Kind

    def page(self) -> AbstractAsyncContextManager[Page]:
        """Open a page with one end of a call; it closes with the context."""


def running(kind: Kind, folder: Path) -> AbstractAsyncContextManager[Browser]:
    """Run a browser, whose files lie in a folder."""
    match kind:
        case Kind.CHROMIUM:
            return _chromium()
        case Kind.FIREFOX:
            return _firefox(folder)


class _Chromium:
    kind = Kind.CHROMIUM

    def __init__(self, browser: playwright.async_api.Browser) -> None:
        self._browser = browser

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        page = await self._browser.new_page()
        await page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
        await page.evaluate("end.begin()")
        yield _ChromiumPage(page)
        await page.close()


class _ChromiumPage:
    def __init__(self, page: playwright.async_api.Page) -> None:
        self._page = page

    async def call(self, function: str, *arguments: object) -> Any:
        return await self._page.evaluate(f"list => end.{function}(...list)", list(arguments))


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    async with playwright.async_api.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=_CHROMIUM, args=list(_CHROMIUM_SWITCHES)
        )
        yield _Chromium(browser)
        await browser.close()


class _Firefox:
    kind = Kind.FIREFOX

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        window = await self._firefox.open_window()
        await window.run(_SCRIPT.read_text(encoding="utf-8"))
        page = _FirefoxPage(window)
        await page.call("begin")
        yield page
        await window.close()


class _FirefoxPage:
    def __init__(self, window: Window) -> None:
        self._window = window

    async def call(self, function: str, *arguments: object) -> Any:
        return await self._window.call(f"(...list) => end.{function}(...list)", *arguments)


@asynccontextmanager
async def _firefox(folder: Path) -> AsyncIterator[Browser]:
    async with running_firefox(folder) as firefox:
        yield _Firefox(firefox)
