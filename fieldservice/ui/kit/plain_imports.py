"""Brings Qt in and leaves Python's imports as they were. To be imported before anything else that knows Qt.

PySide puts an import of its own in the place of Python's. That one reads the source of every module that is
imported from then on, to see whether it speaks of PySide and could want its `__feature__`s. Here no module
does, and some two hundred are imported until the first picture, and SQLAlchemy behind it.
"""

import builtins
import importlib

_plain_import = builtins.__import__
importlib.import_module("PySide6.QtCore")
builtins.__import__ = _plain_import
