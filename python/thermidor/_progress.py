"""How far long work is, in a notebook or a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

Progress = bool | Callable[[int, int], object] | None


@contextmanager
def telling(progress: Progress, what: str) -> Generator[Callable[[int, int], object] | None, None, None]:
    """Give what is to be called with how much is done and how much there is."""
    if callable(progress):
        yield progress
    elif not progress:
        yield None
    else:
        try:
            from tqdm.auto import tqdm  # type: ignore[import-untyped]
        except ImportError:
            yield _Lines(what)
            return
        with tqdm(desc=what, unit="run") as bar:

            def tell(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield tell


class _Lines:
    """A line every few seconds, where there is no bar."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if done == total or time.monotonic() - self.told > 5:
            self.told = time.monotonic()
            print(f"{self.what}: {done} of {total}", file=sys.stderr)
