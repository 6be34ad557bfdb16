"""Note and deck as PDF, made without an office program from the plans of the note and of the deck."""
