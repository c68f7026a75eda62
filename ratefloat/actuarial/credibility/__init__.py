"""Credibility: how much of its own experience a risk deserves, one model or family a file."""

from ratefloat.actuarial.credibility.buhlmann import buhlmann
from ratefloat.actuarial.credibility.buhlmann_straub import buhlmann_straub
from ratefloat.actuarial.credibility.fit import CredibilityFit
from ratefloat.actuarial.credibility.hierarchical import hierarchical
from ratefloat.actuarial.credibility.hierarchical_fit import HierarchicalFit, Level
from ratefloat.actuarial.credibility.limited_fluctuation import LimitedFluctuation, limited_fluctuation
from ratefloat.actuarial.credibility.linear_bayes import LinearBayes
from ratefloat.actuarial.credibility.poisson_gamma import PoissonGamma, poisson_gamma
from ratefloat.actuarial.credibility.poisson_gamma_fit import PoissonGammaFit
from ratefloat.actuarial.credibility.predictive import PredictiveCounts
from ratefloat.actuarial.credibility.regression import hachemeister
from ratefloat.actuarial.credibility.regression_barycentre import hachemeister_barycentre
from ratefloat.actuarial.credibility.regression_fit import RegressionFit

__all__ = [
    "CredibilityFit", "HierarchicalFit", "Level", "LimitedFluctuation", "LinearBayes", "PoissonGamma",
    "PoissonGammaFit", "PredictiveCounts", "RegressionFit", "buhlmann", "buhlmann_straub", "hachemeister",
    "hachemeister_barycentre", "hierarchical", "limited_fluctuation", "poisson_gamma",
]
