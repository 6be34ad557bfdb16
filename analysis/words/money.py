"""Sentences on money: what a plan received of what it required, in all or so far.

Sums and shares are given as they are said; a sentence tells the rows that these tell.
"""

from __future__ import annotations

from analysis.words.grammar import capital, keeping, verb


def received_of(
    plan: str, received: str, required: str = "", share: str = "", *, over: bool = True, more: bool = False
) -> str:
    """`The 2025 plan received 43% of the $3.19 bn it required`; both sums where no share is stated.

    `over` is whether the year of the plan has ended, `more` whether it received more than it required.
    """
    does, asks = "received" if over else "has received", verb("require", past=over)
    if not required:
        return keeping(capital(f"{plan} {does} {received}"), received)
    if more:
        text = f"{plan} {does} {received}, more than the {required} it {asks}"
        return keeping(capital(text), received, required)
    # A share is worked out of its sums, so that what is drawn of these opens the sentence.
    told = (required, share) if share else (received, required)
    return keeping(capital(f"{plan} {does} {share or received} of the {required} it {asks}"), *told)


def funded_by(plan: str, until: str, received: str = "", required: str = "", share: str = "") -> str:
    """A plan of a running year: `The 2026 plan was 30% funded by 27 Sep 2026: $874 mn of $2.92 bn`.

    `until` is the date to which it is counted (`by 27 Sep 2026`). What is not known is left out.
    """
    if share:
        sums = keeping(f": {received} of {required}", received, required) if received and required else ""
        return keeping(capital(f"{plan} was {share} funded {until}{sums}"), sums, share)
    asked = f" of the {required} required" if required else ""
    return keeping(capital(f"{plan} had received {received}{asked} {until}"), received, required)


def only_required(plan: str, required: str, known: str = "", *, over: bool = False) -> str:
    """A plan of which only the requirement is known: `The 2026 plan requires $2.8 bn; no figure of money received yet`.

    `known` tells what is known of an earlier year instead: `the last known sum received was $2.02 bn (2013)`.
    """
    rest = known or f"no figure of money received{'' if over else ' yet'}"
    return keeping(f"{capital(plan)} {verb('require', past=over)} {required}; {rest}", required, rest)
