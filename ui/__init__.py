"""Shared Streamlit widgets: the ledger of the process, filters bound to the address, tiles, chart cards, page frame."""
