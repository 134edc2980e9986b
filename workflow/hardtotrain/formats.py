"""How the report and its figures write numbers, the same in both languages."""

import math


def percent(fraction: float) -> str:
    """0.9647 as 96.47; what is less than all never reads as 100.00."""
    return "99.99" if 0.99995 <= fraction < 1 else f"{100 * fraction:.2f}"


def points(fraction: float) -> str:
    """A difference of two fractions in percentage points, with its sign."""
    return f"{100 * fraction:+.2f}".replace("-", "−")


def times(ratio: float) -> str:
    """A ratio to three significant digits, huge and tiny ones as a power of ten."""
    if ratio and not 0.001 <= ratio < 99_999.5:
        return speed(ratio)
    return f"{ratio:#.3g}".removesuffix(".") if 0 < ratio < 999.5 else f"{ratio:,.0f}"


def speed(value: float) -> str:
    """A speed to two significant digits, small and large ones as a power of ten."""
    if 0.001 <= value < 99.5:
        return f"{value:#.2g}".removesuffix(".")
    if math.isinf(value):  # A ratio to a layer that does not learn.
        return "∞" if value > 0 else "−∞"
    return power_of_ten(value)


def spoken(ratio: float) -> str:
    """A ratio in a picture, to three significant digits, huge ones to two: 4.81, 1,530,000."""
    if ratio >= 1e9:
        return power_of_ten(ratio)
    return f"{float(f'{ratio:.3g}'):,.0f}" if ratio >= 99.95 else f"{ratio:#.3g}"


def power_of_ten(value: float) -> str:
    """A number to two significant digits and a power of ten: 1.2×10¹³."""
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits}×10{str(int(exponent)).translate(SUPERSCRIPT)}"


def plain(value: float) -> str:
    """A number to three significant digits, tiny and huge ones as a power of ten."""
    if 1000 <= abs(value) < 1e7:
        return updates(value).replace("-", "−")
    return (
        f"{value:.3g}".replace("-", "−")
        if value == 0 or 1e-3 <= abs(value) < 1000
        else speed(value)
    )


def thousands(count: float) -> str:
    """A whole number with a comma before every three digits."""
    return f"{count:,.0f}"


def updates(count: float) -> str:
    """A number of updates, which may be a median of two, to three significant digits."""
    digits = max(len(f"{abs(count):.0f}") - 3, 0)
    return f"{round(count, -digits):,.0f}"


FORMATS = {
    "percent": percent,
    "points": points,
    "times": times,
    "speed": speed,
    "plain": plain,
    "thousands": thousands,
    "updates": updates,
}

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
