"""The figures for programs: plain functions that answer questions in JSON values, HTTP on top of them.

Nothing here imports Streamlit. Every answer comes from a ledger that is handed in, so that it is the one of the pages.
"""
