"""Charts of the liberation, of attacks and of losses."""
