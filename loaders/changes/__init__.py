"""Changes of the data files: what differs between two versions, new figures, writing them whole, and taking it back."""
