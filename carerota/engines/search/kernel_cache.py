"""Where the compiled kernel is kept between runs.

The compiler keeps what it compiled by the file a function stands in, and does not
notice when a function called from another file has changed. So the kernel is kept in a
folder named after the text of all its files: any change is a new folder.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numba
from llvmlite.binding import get_host_cpu_name
from numba import config, njit
from numba.core.registry import CPUDispatcher
from numba.core.types import unliteral  # type: ignore[attr-defined]

from carerota.engines.search.parts import PartLibrary, WholeLibrary, compiled_as
from carerota.travel.cache import default_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Kernel", "kernel", "kernel_folder"]

KEPT: Final = 8
"""Folders of earlier kernels that are kept."""


@cache
def kernel_folder() -> Path:
    """Give the folder of this kernel; in the temporary folder if nothing else is."""
    text = hashlib.sha256()
    here = Path(__file__).parent
    # the compiler keeps what it compiled by place too: another copy is another kernel
    text.update(str(here.resolve()).encode())
    # and by compiler, interpreter and processor
    made_by = numba.__version__, sys.version_info[:2], get_host_cpu_name()
    text.update(repr(made_by).encode())
    others = [
        here.parents[1] / "rules" / "book.py",
        here.parent / "bounds" / "labels.py",
    ]
    for file in sorted([*here.rglob("*.py"), *others]):
        text.update(file.name.encode())
        text.update(file.read_bytes())
    base = Path(config.CACHE_DIR) if config.CACHE_DIR else default_folder()
    name = f"kernel-{text.hexdigest()[:16]}"
    for root in (base, Path(tempfile.gettempdir()) / "carerota"):
        folder = root / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError:
            continue
        _forget_old(root, folder)
        return folder
    return Path(tempfile.mkdtemp(prefix="carerota-"))


def _forget_old(root: Path, folder: Path) -> None:
    others = [f for f in root.glob("kernel-*") if f != folder and f.is_dir()]
    others.sort(key=lambda f: f.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


class Kernel(CPUDispatcher):  # type: ignore[misc]
    """A compiled function: a part of whatever calls it, or whole when Python does.

    The compiler makes machine code of every function it meets, and again of all that
    function calls. Here only what Python calls is optimised and made machine code, all
    that it calls together with it; that takes half the time.
    """

    @cached_property
    def whole(self) -> Whole:
        """The function as Python calls it, compiled at its first call and kept on disk.

        It runs without the interpreter's lock. Wrappers for calls from C are left out:
        nobody calls them, and they take an eighth of the time to compile.
        """
        before = config.CACHE_DIR
        # other users of the compiler in the same process are left alone
        config.CACHE_DIR = str(kernel_folder())
        try:
            made = njit(cache=True, nogil=True, no_cfunc_wrapper=True)(self.py_func)
        finally:
            config.CACHE_DIR = before
        made.__class__ = Whole
        return made

    def compile(self, sig: Any) -> Any:
        """Compile a part: as far as others need it who call it."""
        with compiled_as(self.targetctx.codegen(), PartLibrary, _name(self)):
            return super().compile(sig)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Take a constant for any number: not to compile anew for each constant."""
        return super().get_call_template(tuple(map(unliteral, args)), kws)

    def __call__(self, *args: Any) -> Any:
        """Call the whole."""
        return self.whole(*args)


class Whole(CPUDispatcher):  # type: ignore[misc]
    """A compiled function that Python calls."""

    def compile(self, sig: Any) -> Any:
        """Compile it with all that it calls, or load it from disk."""
        with compiled_as(self.targetctx.codegen(), WholeLibrary, _name(self)):
            return super().compile(sig)


def _name(function: CPUDispatcher) -> str:
    return function.py_func.__qualname__


def kernel(function: Callable[..., Any]) -> Any:
    """Have a function of the kernel compiled when it is first needed."""
    terms = {"nogil": True, "no_cfunc_wrapper": True, "no_cpython_wrapper": True}
    # a part makes no arrays: not to count who holds them saves a seventh of its time
    part = njit(**terms, _nrt=False)(function)
    part.__class__ = Kernel
    return part
