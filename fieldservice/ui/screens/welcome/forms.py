"""What is asked after each way to begin was chosen: about the company, or for the file to take over."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.beginning import CompanyAnswers
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.welcome.parts import WelcomeParts, countries
from fieldservice.wording import _

FILTERS = "*.fieldservice *.xz *.sealed *.db.xz;;*"


class CompanyForm(QWidget):
    def __init__(self, parts: WelcomeParts) -> None:
        super().__init__()
        self._parts = parts
        self.company = TextField(name="companyField", placeholder=_("as it stands on papers"))
        self.country = Choice(countries(), name="countryChoice")
        self.country.set_value(parts.country)
        self.code = TextField(name="branchCodeField", placeholder="HQ")
        self.branch = TextField(name="branchNameField", placeholder=_("Head office"))
        self.user = TextField(name="userNameField")
        self.user.set_text(parts.user_name)
        self._form = Form()
        self._form.add(_("Company"), self.company)
        self._form.add(_("Country"), self.country)
        self._form.add(_("Branch"), self.code, self.branch, stretches=(1, 3))
        self._form.add(_("Your name"), self.user)
        self.code.setAccessibleName(_("Code of the branch"))
        self.branch.setAccessibleName(_("Name of the branch"))
        words = _("Two to six capital letters: numbers of this branch begin with them (HQ-000001).")
        self._form.add_wide(label(words, Look.SMALL, wraps=True))
        layout = _column(self)
        layout.addWidget(self._form)
        layout.addStretch(1)

    def answers(self) -> CompanyAnswers | None:
        """What was typed; None, and said at the field, when something is missing."""
        self._form.clear_errors()
        code = self.code.text().strip().upper() or "HQ"
        if not self.company.text().strip():
            self._form.show_error(self.company, _("Write what the company is called."))
        elif self._parts.refusal(code) is not None:
            self._form.show_error(self.code, _("Write two to six letters from A to Z."))
        elif not self.user.text().strip():
            self._form.show_error(self.user, _("Write who you are: it stands at everything you do."))
        else:
            return CompanyAnswers(
                company=self.company.text().strip(),
                country=str(self.country.value),
                branch_code=code,
                branch_name=self.branch.text().strip() or _("Head office"),
                user_name=self.user.text().strip(),
            )
        return None


class TakeOverForm(QWidget):
    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__()
        self._dialogs = dialogs
        self.path: Path | None = None
        self._file = TextField(name="takeOverFile", placeholder=_("no file chosen yet"))
        self._file.setReadOnly(True)
        self.choose = quiet(_("Choose the file…"), name="chooseTakeOverButton")
        self.choose.clicked.connect(self._on_choose)
        self.passphrase = TextField(
            name="passphraseField", placeholder=_("only if the file was sealed with one")
        )
        self.passphrase.setEchoMode(TextField.EchoMode.Password)
        self._form = Form()
        self._form.add(_("File"), self._file, self.choose, stretches=(1, 0))
        self._form.add(_("Passphrase"), self.passphrase)
        self.choose.setAccessibleName(self.choose.text())
        layout = _column(self)
        layout.addWidget(self._form)
        layout.addStretch(1)

    def answer(self) -> Path | None:
        self._form.clear_errors()
        if self.path is None:
            self._form.show_error(
                self.choose, _("Choose the file that the other computer wrote, or a backup.")
            )
        return self.path

    def show_path(self, path: Path) -> None:
        self.path = path
        self._file.set_text(str(path))

    def _on_choose(self) -> None:
        path = self._dialogs.open_file(_("Take over from another computer"), FILTERS)
        if path is not None:
            self.show_path(path)


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    return layout


def row(*widgets: QWidget) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setSpacing(current_theme().px(8))
    for widget in widgets:
        across.addWidget(widget)
    return across
