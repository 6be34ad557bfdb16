"""Checked, tidy frames from the CSV files of a data directory: `load` is all that the layers above need."""

from loaders.acknowledged import Acknowledged
from loaders.ledger import Ledger, load
from loaders.problems import Problem
from loaders.schema import PackageError
from loaders.upload import Upload, check_upload, check_uploads

__all__ = ["Acknowledged", "Ledger", "PackageError", "Problem", "Upload", "check_upload", "check_uploads", "load"]
