"""The smallest window of its kind: a menu, a toolbar, a table of 200 rows, and nothing behind it."""

import sys

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from bench.first_paint import FirstPaint

ROWS, COLUMNS = 200, 8


def main() -> int:
    application = QApplication(sys.argv[:1])
    watch = FirstPaint(application)
    window = QMainWindow()
    bar = window.addToolBar("tools")
    menu = window.menuBar().addMenu("&File")
    for name in ("New", "Open", "Save", "Print", "Undo"):
        bar.addAction(name)
        menu.addAction(name)
    table = QTableView()
    model = QStandardItemModel(ROWS, COLUMNS, table)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(f"row {row}, column {column}"))
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    code = application.exec()
    del watch
    return code


if __name__ == "__main__":
    sys.exit(main())
