"""The text of a file that somebody names: no name can make this hang, and what is no text says so."""

import stat
from pathlib import Path

from delivery.problems import refuse


def text_of(path: Path, most_bytes: int) -> str:
    """The text of an ordinary file of UTF-8, a byte order mark left out; raises Refused."""
    raw = bytes_of(path, most_bytes)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse("this is not UTF-8 text: save the file as UTF-8", path, line) from None


def bytes_of(path: Path, most_bytes: int) -> bytes:
    """What an ordinary file holds; raises Refused."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refuse("this is a folder: name a file", path)
        if not stat.S_ISREG(mode):
            raise refuse("this is a pipe, a socket or a device: name an ordinary file", path)
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise refuse("this is a link to a file that does not exist: mend the link", path) from None
        raise refuse("this file does not exist: check the name", path) from None
    except PermissionError:
        raise refuse("this file may not be read: change its permissions", path) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise refuse(f"this file cannot be read ({reason}): check the name", path) from None
    if len(raw) > most_bytes:
        size = f"{most_bytes // 1024} KiB" if most_bytes < 10 * 1024 * 1024 else f"{most_bytes // 1024 // 1024} MiB"
        raise refuse(f"this file is larger than {size}: make it smaller", path)
    return raw
