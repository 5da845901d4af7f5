"""Known answers for ComparisonsTest.
python known-comparisons.py > known-comparisons.json (numpy 2, scipy 1.11 or later, statsmodels 0.14 or later)"""
import json

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

COUNTS = [(0, 1), (1, 1), (0, 12), (12, 12), (3, 40), (17, 23), (431, 1000), (999, 1000)]
DISCORDANT = [(0, 0), (0, 1), (1, 5), (5, 1), (0, 6), (9, 9), (30, 12), (120, 80)]
FAMILIES = [[0.01], [0.04, 0.01, 0.03], [0.5, 0.9, 0.02, 0.02, 0.0001], [0.011, 0.02, 0.021, 0.9]]

rng = np.random.default_rng(3)
clusters = [rng.integers(-1, 2, size=int(size)).astype(float) for size in rng.integers(1, 7, size=40)]
for cluster in clusters[::3]:
    cluster[:] = cluster[0]  # alike within a clip
values = np.concatenate(clusters)
groups = np.repeat(np.arange(len(clusters)), [len(c) for c in clusters])
ols = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
# statsmodels' small-sample factor is G/(G-1) * (N-1)/(N-k): with a constant alone G/(G-1).
sums, sizes = np.array([c.sum() for c in clusters]), np.array([len(c) for c in clusters])
boot = stats.bootstrap(
    (sums, sizes), lambda s, n, axis: s.sum(axis=axis) / n.sum(axis=axis), paired=True, vectorized=True,
    n_resamples=200_000, method="percentile", random_state=np.random.default_rng(4), batch=2000)

names, strength = ["a", "b", "c", "d"], {"a": 0.0, "b": 0.6, "c": -0.4, "d": 1.1}
votes = []
for _ in range(300):
    first, second = (str(n) for n in rng.choice(names, size=2, replace=False))
    won, luck = 1 / (1 + np.exp(strength[second] - strength[first])), rng.random()
    votes.append([first, second, "TIE" if rng.random() < 0.15 else "FIRST" if luck < won else "SECOND"])
design = np.array([[(f == n) - (s == n) for n in names[1:]] for f, s, _ in votes], dtype=float)
share = np.array([{"FIRST": 1.0, "SECOND": 0.0, "TIE": 0.5}[won] for _, _, won in votes])
glm = sm.GLM(share, design, family=sm.families.Binomial()).fit(cov_type="HC0", tol=1e-14, maxiter=200)
# From "against a" to "against the mean of all".
centre = np.vstack([np.zeros(3), np.eye(3)]) - np.full((4, 3), 0.25)
points = 400 / np.log(10)
rating = 1000 + points * centre @ glm.params
half = stats.norm.ppf(0.975) * points * np.sqrt(np.diag(centre @ glm.cov_params() @ centre.T))

print(json.dumps({
    "proportions": [{
        "right": k, "n": n,
        "wilson": [float(x) for x in proportion_confint(k, n, method="wilson")],
        "exact": [float(x) for x in stats.binomtest(k, n).proportion_ci(method="exact")],
        "against_fifth": float(stats.binomtest(k, n, 0.2).pvalue),
    } for k, n in COUNTS],
    "mcnemar": [{"first": b, "second": c, "p": float(mcnemar([[7, b], [c, 5]], exact=True).pvalue)} for b, c in DISCORDANT],
    "holm": [{"p": family, "corrected": [float(p) for p in multipletests(family, method="holm")[1]]} for family in FAMILIES],
    "clusters": [c.tolist() for c in clusters],
    "cluster_mean": float(ols.params[0]),
    "cluster_t_ci95": [float(x) for x in ols.conf_int()[0]],
    "cluster_bootstrap_ci95": [float(x) for x in boot.confidence_interval],
    "votes": votes,
    "ratings": {n: [float(r), float(r - h), float(r + h)] for n, r, h in zip(names, rating, half)},
}, indent=None))
