"""A portfolio as a folder of Parquet files: read in shards of persons, answered in part files."""

from forbear.engine.files.conform import PortfolioError
from forbear.engine.files.folder import PortfolioFolder, open_folder
from forbear.engine.files.running import Rules, run_folder

__all__ = ["PortfolioError", "PortfolioFolder", "Rules", "open_folder", "run_folder"]
