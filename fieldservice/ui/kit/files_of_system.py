"""The system's own dialogs for files and folders, and its programs for them. For the dialog service alone."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(window: QWidget, title: str, filters: str) -> Path | None:
    name, _filter = QFileDialog.getOpenFileName(window, title, "", filters)
    return Path(name) if name else None


def ask_save(window: QWidget, title: str, suggested: Path, filters: str) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(window, title, str(suggested), filters)
    return Path(name) if name else None


def ask_folder(window: QWidget, title: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(window, title)
    return Path(name) if name else None


def show_in_system(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
