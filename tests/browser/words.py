"""Words that no reader should see, told from prose."""

import re

# Words that a reader should never see: a missing value as a library writes it, or an identifier as the files write it.
_MISSING = re.compile(r"(?<![\w-])(nan|NaN|NaT|<NA>|undefined)(?![\w-])|(?:^|(?<=[:=(])|(?<=[:=(] ))None(?=$|[,;)])")
_IDENTIFIER = re.compile(r"(?<![\w/.@-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/@])")
_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+")


def raw_words(text: str) -> list[str]:
    """The missing values and identifiers that a text shows as they are; web addresses are left out."""
    text = _ADDRESS.sub(" ", text)
    return [match.group() for pattern in (_MISSING, _IDENTIFIER) for match in pattern.finditer(text)]
