"""The API over HTTP, read-only: routes and OpenAPI are made from one table of what can be asked, `operations`."""
