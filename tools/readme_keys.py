"""Write the table of address keys into README.md from ui.registry, so that the two cannot drift."""

from pathlib import Path

from ui.registry import URL_KEYS

README = Path(__file__).resolve().parent.parent / "README.md"
HEAD = "| key | page | what it chooses |\n| --- | --- | --- |\n"


def main() -> None:
    """Replace the rows below the table's head with one row a key."""
    before, _, rest = README.read_text(encoding="utf-8").partition(HEAD)
    after = rest.partition("\n\n")[2]
    rows = "\n".join(f"| `{key.key}` | {', '.join(key.pages) or 'all'} | {key.meaning} |" for key in URL_KEYS)
    README.write_text(f"{before}{HEAD}{rows}\n\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
