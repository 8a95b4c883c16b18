"""What reading target values costs.  Run it from the top of the checkout:

    python -m bench.values

A new value should cost under 80 µs in the median of the samples, one seen before a dictionary look-up; a text twice
as long twice as much, whatever it is made of; and the first value of a run what it takes to build the grammar.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SAMPLES = ("values.jsonl", "values-synthetic.jsonl")
ROUNDS = 50
PUMPS = ("1人、", "每人", "(", "（含）", "达到", "一人", "1-", "2023年", "百分之", "有效", "A1", "1,", "≥")


def best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least of some runs, in microseconds: what remains is the work itself."""
    least = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - start)
    return least * 1e6


def growth(read: Callable[[str], object], pump: str) -> float:
    """How much more a text of 1000 characters costs than one of 500; both in turn, so that noise meets both."""
    short, long = (pump * (length // len(pump)) for length in (500, 1000))
    pairs = [(best(lambda: read(long), 1), best(lambda: read(short), 1)) for _ in range(15)]
    return min(longer for longer, _ in pairs) / min(shorter for _, shorter in pairs)


def samples() -> list[str]:
    lines = [line for name in SAMPLES for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines if line.strip()))
    assert len(texts) > 100, "the samples are missing"
    return texts


def say(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:<44}{figure:>16}\n")


def main() -> None:
    start = time.perf_counter()
    from linter import values
    from linter.values.parser import read

    say("import linter.values", f"{(time.perf_counter() - start) * 1e3:.0f} ms")
    start = time.perf_counter()
    values.parse("≥95%")
    say("first value (builds the grammar)", f"{(time.perf_counter() - start) * 1e3:.0f} ms")
    texts = samples()
    start = time.perf_counter()
    for text in texts:
        values.parse(text)
    say(f"first sight of {len(texts)} samples", f"{(time.perf_counter() - start) * 1e3:.0f} ms")

    gc.disable()
    new = [best(lambda text=text: read(text)) for text in texts]
    known = [best(lambda text=text: values.parse(text)) for text in texts]
    where = values.Context()
    table = {(text, where): text for text in texts}
    looked_up = [best(lambda text=text: table[(text, where)]) for text in texts]
    say("new value, median", f"{statistics.median(new):.1f} µs")
    say("new value, 90th percentile", f"{statistics.quantiles(new, n=10)[-1]:.1f} µs")
    say("value seen before, median", f"{statistics.median(known):.2f} µs")
    say("a dictionary look-up of the same key", f"{statistics.median(looked_up):.2f} µs")
    for pump in PUMPS:
        say(f"twice as long: {pump}", f"{growth(read, pump):.2f} ×")


if __name__ == "__main__":
    main()
