"""Functions that the description takes for granted."""

import math


def sigma(x):
    """σ(x) = 1/(1 + e⁻ˣ)."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def clamp(x, low=0.0, high=1.0):
    return min(high, max(low, x))


def phi(x):
    """The normal distribution function."""
    return 0.5 * math.erfc(-x / math.sqrt(2))


def mean(values, empty=0.0):
    values = list(values)
    return sum(values) / len(values) if values else empty


def poisson(rng, expected):
    """A Poisson number, from parts of at most 20 each."""
    count = 0
    while expected > 0:
        part = min(20.0, expected)
        bound, product = math.exp(-part), rng.random()
        while product > bound:
            count, product = count + 1, product * rng.random()
        expected -= part
    return count


def gumbel(rng):
    return -math.log(-math.log(rng.random() or 5e-324))


def most_frequent(values):
    """The most frequent value; of several, the highest. None without values."""
    values = list(values)
    return max(set(values), key=lambda value: (values.count(value), value)) if values else None


def beta_regularized(x, a):
    """I_x(a, a), by the continued fraction of Abramowitz and Stegun 26.5.8."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > 0.5:
        return 1 - beta_regularized(1 - x, a)
    front = math.exp(math.lgamma(2 * a) - 2 * math.lgamma(a) + a * math.log(x) + a * math.log1p(-x)) / a
    tiny, c, d = 1e-30, 1.0, 1 - 2 * a * x / (a + 1)
    d = 1 / (d or tiny)
    h = d
    for m in range(1, 200):
        for term in (
            m * (a - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (2 * a + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            h *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * h


def gini(values):
    values = sorted(values)
    n, total = len(values), sum(values)
    if total <= 0:
        return 0.0
    return sum((2 * i - n + 1) * value for i, value in enumerate(values)) / (n * total)


def gini_poisson(expected):
    """The Gini coefficient of a Poisson number: E|X − Y|/(2·mean) = Σ F(1 − F)/mean."""
    if expected <= 0:
        return 0.0
    below, total, k = 0.0, 0.0, 0
    chance = math.exp(-expected)
    while k < expected + 12 * math.sqrt(expected) + 20:
        below += chance
        total += below * (1 - below)
        k += 1
        chance *= expected / k
    return total / expected
