"""Known answers for SamplesTest. python known-statistics.py > known-statistics.json (numpy 2, scipy 1.11 or later)"""
import json

import numpy as np
from scipy import stats

first = [(i * 37) % 101 / 7 for i in range(80)]
second = [(i * 53) % 89 / 9 for i in range(80)]
difference = np.array(first) - np.array(second)
mean = difference.mean()
ranks = [int(r) for r in stats.binom.ppf([0.025, 0.975], 80, 0.5)]
order = np.sort(first)
print(json.dumps({
    "first": first,
    "second": second,
    "percentiles": {str(p): float(np.percentile(first, p)) for p in (10, 25, 50, 90)},
    "median_ci95": [float(order[ranks[0] - 1]), float(order[ranks[1]])],
    "paired_mean": float(mean),
    "paired_ci95": [float(x) for x in stats.t.interval(0.95, 79, loc=mean, scale=stats.sem(difference))],
}, indent=1))
