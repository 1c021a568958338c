"""What pyproject.toml cannot say: `resources/` travels inside the package, its translations compiled."""

import subprocess
import sys
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class BuildWithTranslations(build_py):
    """Compiles the catalogues before they are copied; compiled ones are not in the repository."""

    def run(self) -> None:
        subprocess.run([sys.executable, "-m", "tools.translations", "compile"], cwd=ROOT, check=True)
        super().run()


setup(
    packages=[*find_packages(include=["fieldservice", "fieldservice.*"]), "fieldservice.resources"],
    package_dir={"fieldservice.resources": "resources"},
    package_data={
        "fieldservice.resources": ["**/*"],
        "fieldservice.domain.store.migrations": ["versions/*.py"],  # steps that are read, not a package
    },
    exclude_package_data={"fieldservice.resources": ["**/*.po", "**/*.pot"]},
    include_package_data=False,
    cmdclass={"build_py": BuildWithTranslations},
)
