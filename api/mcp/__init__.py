"""The figures for assistants, by the Model Context Protocol: tools that look a figure up instead of remembering it.

`python -m api mcp` serves one assistant over standard input and output; the server of the dashboard serves many over
HTTP where it is told to. Both answer with the same functions as the other programs' API.
"""

PATH = "/mcp"  # of the door over HTTP, below the base path of the server
