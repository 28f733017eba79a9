"""Read and check what the owner wrote: site.toml into Config, overrides.toml into Overrides.

Begin with records.py, which has every key of site.toml; load.py and overrides.py read and check,
toml_file.py finds the line of what is wrong.
"""
