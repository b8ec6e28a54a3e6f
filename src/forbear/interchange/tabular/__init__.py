"""Files of rows: CSV and Parquet in, checked frames and a list of what does not fit out."""
