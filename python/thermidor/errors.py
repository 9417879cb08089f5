"""What cannot be done, and why: each error is of Python's usual class, and a `ThermidorError` as well.

>>> import thermidor
>>> try:
...     thermidor.load("nowhere.toml")
... except FileNotFoundError as error:
...     print(error.code, error.path)
not_found nowhere.toml
>>> try:
...     thermidor.Scenario()["voice.fuson"] = 0.5
... except KeyError as error:
...     print(error.hint)
did you mean `fusion`?
"""

from __future__ import annotations

import errno as numbers
import os
from typing import Any


class ThermidorError(Exception):
    """What cannot be done: `str(error)` is the text of the command line, with its help."""

    code: str
    """What kind of mistake it is, in a word: "bad_value", "wrong_type", "unknown_key", "unknown_row", "not_found",
    "exists", "os_error" or "internal"."""
    path: str | None
    """The parameter or the file concerned, where there is one."""
    hint: str | None
    """What to do about it."""

    def __init__(self, message: str, code: str = "bad_value", path: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.code, self.path, self.hint = message, code, path, hint

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.message, self.path, self.hint, getattr(self, "errno", None))


class InvalidValueError(ThermidorError, ValueError):
    """A value that cannot stand where it is, or a question that cannot be asked."""


class InvalidTypeError(ThermidorError, TypeError):
    """A value of the wrong kind, such as a text where a number is needed."""


class UnknownKeyError(ThermidorError, KeyError):
    """A path that names no parameter, or nothing that is in this scenario."""


class UnknownRowError(ThermidorError, IndexError):
    """A number that no row of a table has."""


class FileError(ThermidorError, OSError):
    """A file that cannot be read or written; `errno` and `filename` are set as by Python."""

    def __init__(
        self,
        message: str,
        code: str = "os_error",
        path: str | None = None,
        hint: str | None = None,
        errno: int | None = None,
    ) -> None:
        ThermidorError.__init__(self, message, code, path, hint)
        self.errno, self.filename = errno, path
        self.strerror = os.strerror(errno) if errno else None


class FileMissingError(FileError, FileNotFoundError):
    """A file or a directory that is not there."""


class FileThereError(FileError, FileExistsError):
    """A place where something is already."""


class FileForbiddenError(FileError, PermissionError):
    """A file that must not be read or written."""


class DirectoryError(FileError, IsADirectoryError):
    """A directory where a file is needed."""


class NoDirectoryError(FileError, NotADirectoryError):
    """A file where a directory is needed."""


_BY_CODE = {
    "unknown_key": UnknownKeyError,
    "unknown_row": UnknownRowError,
    "wrong_type": InvalidTypeError,
    "internal": ThermidorError,
}
_BY_NUMBER: dict[int, type[FileError]] = {
    numbers.ENOENT: FileMissingError,
    numbers.EEXIST: FileThereError,
    numbers.EACCES: FileForbiddenError,
    numbers.EPERM: FileForbiddenError,
    numbers.EISDIR: DirectoryError,
    numbers.ENOTDIR: NoDirectoryError,
}


def _again(code: str, message: str, path: str | None, hint: str | None, errno: int | None) -> ThermidorError:
    """Make the error of a code; the same after it was pickled."""
    if errno is not None or code in ("not_found", "exists", "os_error"):
        return _BY_NUMBER.get(errno or 0, FileError)(message, code, path, hint, errno)
    return _BY_CODE.get(code, InvalidValueError)(message, code, path, hint)
