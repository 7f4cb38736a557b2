"""Compiled functions that are only parts of others, and wholes made of them.

This reaches into the compiler, numba, and may need care when its version changes. What
it gains is time at the first compile and nothing else.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from numba.core import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.np import arrayobj

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PartLibrary", "WholeLibrary", "compiled_as"]


OURS: Final = __name__.partition(".")[0]
from_either_end = arrayobj.fix_integer_index


class _NoEnvironment:
    """Stands for the machine code there is none of."""

    @staticmethod
    def set_env(name: str, env: object) -> None:
        """Do nothing: a part never runs by itself."""


class PartLibrary(JITCodeLibrary):  # type: ignore[misc]
    """A function in the compiler's own words, to be linked into those that call it.

    It is neither optimised nor made machine code, and holds nothing of what it calls.
    """

    @property
    def codegen(self) -> type[_NoEnvironment]:
        """What would set up the function for running."""
        return _NoEnvironment

    @property
    def below(self) -> list[Any]:
        """What it calls."""
        return self._linking_libraries

    def get_pointer_to_function(self, name: str) -> int:
        """Give no address; nobody calls it (see :class:`.kernel_cache.Kernel`)."""
        del name
        self._ensure_finalized()
        return 1

    def finalize(self) -> None:
        """End it as it is."""
        self._raise_if_finalized()
        self._finalize_dynamic_globals()
        self._finalized = True

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout  # noqa: SLF001


class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
    """A function with all that it calls, as machine code."""

    def finalize(self) -> None:
        """Link, optimise and make machine code."""
        self._linking_libraries: list[Any] = _all_below([*self._linking_libraries])
        super().finalize()


def _all_below(libraries: list[Any]) -> list[Any]:
    found: dict[int, Any] = {}
    ahead = [*libraries]
    while ahead:
        library = ahead.pop()
        if id(library) not in found:
            found[id(library)] = library
            if isinstance(library, PartLibrary):
                ahead += library.below
    return [*found.values()]


class _Libraries:
    """Makes a library of a kind for the function of a name, and usual ones for others.

    What the compiler has of its own is kept for all its users.
    """

    def __init__(self, usual: Any, kind: type[JITCodeLibrary], name: str) -> None:
        self._usual = usual
        self._kind = kind
        self._name = name

    def __call__(self, codegen: Any, name: str, **terms: Any) -> Any:
        kind = self._kind if name == self._name else self._usual
        return kind(codegen, name, **terms)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual, name)


@contextmanager
def compiled_as(codegen: Any, kind: type[JITCodeLibrary], name: str) -> Iterator[None]:
    """Have the function of a name compiled as a kind of library."""
    with global_compiler_lock:
        before = codegen._library_class  # noqa: SLF001
        index = arrayobj.fix_integer_index
        codegen._library_class = _Libraries(JITCodeLibrary, kind, name)  # noqa: SLF001
        arrayobj.fix_integer_index = _from_the_front
        try:
            yield
        finally:
            codegen._library_class = before  # noqa: SLF001
            arrayobj.fix_integer_index = index


def _from_the_front(
    context: Any, builder: Any, kind: Any, index: Any, size: Any
) -> Any:
    """Take an index as it is where the function is one of ours.

    Elsewhere one below nought counts from the end, which is looked at every time.
    """
    if context.fndesc.modname.startswith(OURS):
        return context.cast(builder, index, kind, types.intp)
    return from_either_end(context, builder, kind, index, size)
