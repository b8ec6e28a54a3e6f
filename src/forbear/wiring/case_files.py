"""Where the files of disputes and complaints are kept: ``case-files`` below FORBEAR_HOME."""

from __future__ import annotations

from forbear.interchange.case_files import CaseFiles
from forbear.ports.case_files import CaseFileStore
from forbear.wiring.home import data_folder


def case_files() -> CaseFileStore:
    """Return the store of files; it is in no folder that a web server gives out."""
    return CaseFiles(data_folder() / "case-files")
