"""Answers of travel providers, kept on disk from one night to the next."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import struct
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.travel.geodesic import coordinates
from carerota.travel.provider import Journeys, asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.model import Place, TravelMode
    from carerota.travel.provider import TravelProvider

__all__ = ["FOLDER_VARIABLE", "TravelCache", "default_folder"]

FOLDER_VARIABLE: Final = "CAREROTA_CACHE"
LAYOUT: Final = 1
"""Raised when the files are written differently, so that old ones are not read."""
MOST_BYTES: Final = 512 * 1024 * 1024
"""What the files together may take up; the ones unused for longest go first."""
DAMAGE: Final = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    EOFError,
    RuntimeError,
    MemoryError,
    SyntaxError,
    TokenError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""All that numpy and zipfile raise over a damaged file."""

logger = logging.getLogger(__name__)


def default_folder() -> Path:
    """Give ``$CAREROTA_CACHE``, or ``carerota`` in the user's cache folder."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "carerota"


class TravelCache:
    """A folder of answers, each under the hash of all that it depends on.

    It never stops a rota: a file that cannot be read is asked for and written again,
    a folder that cannot be written is noted in the log.

    Parameters
    ----------
    folder
        Made when it is not there.
    most_bytes
        What the files together may take up.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def journeys(
        self, provider: TravelProvider, mode: TravelMode, places: Sequence[Place]
    ) -> Journeys:
        """Give the kept answer, or ask the provider and keep what it says."""
        path = self.path(provider, mode, places)
        kept = _read(path, len(places))
        if kept is not None:
            return kept
        answer = asked(provider, mode, places)
        try:
            self._write(path, answer)
            self._tidy(path)
        except OSError as reason:
            logger.warning("travel times are not kept in %s: %s", self.folder, reason)
        return answer

    def path(
        self, provider: TravelProvider, mode: TravelMode, places: Sequence[Place]
    ) -> Path:
        """Give the file in which an answer is kept."""
        kind = f"{type(provider).__module__}.{type(provider).__qualname__}"
        ids = [place.id for place in places]
        settings = json.dumps([LAYOUT, kind, provider.settings, mode.value, ids])
        digest = hashlib.sha256(settings.encode())
        digest.update(coordinates(places).astype("<f8").tobytes())
        return self.folder / f"travel-{digest.hexdigest()}.npz"

    def _write(self, path: Path, answer: Journeys) -> None:
        """Write beside, then rename: another run never sees half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=self.folder, prefix=".travel-", suffix=".tmp", delete=False
        ) as beside:
            try:
                np.savez(beside, minutes=answer.minutes, metres=answer.metres)
                beside.flush()
                os.fsync(beside.fileno())
                beside.close()
                Path(beside.name).replace(path)
            finally:
                beside.close()
                Path(beside.name).unlink(missing_ok=True)

    def _tidy(self, newest: Path) -> None:
        """Remove the files unused for longest until the rest fit."""
        files = [(p.stat(), p) for p in self.folder.glob("travel-*.npz") if p != newest]
        room = self.most_bytes - newest.stat().st_size
        for stat, path in sorted(files, key=lambda f: f[0].st_mtime_ns, reverse=True):
            room -= stat.st_size
            if room < 0:
                path.unlink(missing_ok=True)


def _read(path: Path, n: int) -> Journeys | None:
    """Read a kept answer; ``None`` if there is none that can be read."""
    if not path.is_file():
        return None
    try:
        # opened here: numpy leaves a file open when it cannot make sense of it
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            minutes, metres = kept["minutes"], kept["metres"]
        # when a file was last used decides which one goes first
        os.utime(path)
    except DAMAGE as reason:
        logger.warning("%s is damaged and written again: %s", path, reason)
        return None
    for values in (minutes, metres):
        if values.shape != (n, n) or values.dtype != np.float64:
            logger.warning("%s is not what was kept and is written again", path)
            return None
    return Journeys(minutes, metres)
