"""Maps, strips and flows as shapes of an Office file."""
