"""How is a file written so that an older one is never lost half-way?"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from tohoku_network.errors import ExportError

__all__ = ["save"]

_TEMPORARY = ".tohoku-network-"


def save(path: str | os.PathLike[str], content: bytes, *, overwrite: bool) -> Path:
    """Write a file; an older one stays whole until the new one is complete.

    Parameters
    ----------
    path
        Where to write, in a folder that exists.
    content
        The whole file.
    overwrite
        False refuses to replace a file.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    ExportError
        If the path is a directory or a device, exists and must not be replaced, or
        cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder) / "a.txt", b"a", overwrite=False).name
    'a.txt'
    """
    target = Path(path)
    _check_target(target, overwrite=overwrite)
    draft = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}.tmp")
    try:
        _write(draft, content)
        draft.replace(target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"cannot write {str(target)!r}: {reason}"
        raise ExportError(msg) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _check_target(target: Path, *, overwrite: bool) -> None:
    """Refuse a target that must not be replaced, before anything is written."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            msg = f"cannot write {str(target)!r}: there is no such folder"
            raise ExportError(msg) from None
        return
    except OSError as error:
        msg = f"cannot write {str(target)!r}: {error.strerror}"
        raise ExportError(msg) from error
    if stat.S_ISDIR(mode):
        msg = f"{str(target)!r} is a directory: give the name of a file in it"
    elif not stat.S_ISREG(mode):
        msg = f"{str(target)!r} is no ordinary file: give another name"
    elif not overwrite:
        msg = f"{str(target)!r} exists: give another name, or overwrite=True"
    else:
        return
    raise ExportError(msg)


def _write(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
