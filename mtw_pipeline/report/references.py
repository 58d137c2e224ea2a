"""The works that pages cite by author and year, in full, and the list of those that a page cites.

What belongs here: the works, and finding them on a finished page. What does not: where they are cited (templates,
definitions of tables and metrics). A page holds ``PLACE`` where its list goes; text of the data is escaped and cannot.
"""

import re
from collections.abc import Mapping
from html import unescape

from markupsafe import Markup

PLACE = Markup("<!--references-->")
"""Where on a page the list goes: what it cites is known once all else is written."""

_TAG = re.compile(r"<[^>]*>")

REFERENCES: Mapping[str, str] = {
    "Agresti and Min 2005": "Agresti, A., & Min, Y. (2005). Simple improved confidence intervals for comparing matched"
    " proportions. Statistics in Medicine, 24(5), 729-740. https://doi.org/10.1002/sim.1781",
    "Angelopoulos et al. 2023": "Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., & Zrnic, T. (2023)."
    " Prediction-powered inference. Science, 382(6671), 669-674. https://doi.org/10.1126/science.adi6000",
    "Bilder and Loughin 2004": "Bilder, C. R., & Loughin, T. M. (2004). Testing for marginal independence between two"
    " categorical variables with multiple responses. Biometrics, 60(1), 241-248."
    " https://doi.org/10.1111/j.0006-341X.2004.00147.x",
    "Blondel et al. 2008": "Blondel, V. D., Guillaume, J.-L., Lambiotte, R., & Lefebvre, E. (2008). Fast unfolding of"
    " communities in large networks. Journal of Statistical Mechanics: Theory and Experiment, 2008(10), P10008."
    " https://doi.org/10.1088/1742-5468/2008/10/P10008",
    "Bouma 2009": "Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. Proceedings"
    " of GSCL, 30, 31-40.",
    "Brennan and Prediger 1981": "Brennan, R. L., & Prediger, D. J. (1981). Coefficient kappa: Some uses, misuses, and"
    " alternatives. Educational and Psychological Measurement, 41(3), 687-699."
    " https://doi.org/10.1177/001316448104100307",
    "Cameron, Gelbach and Miller 2008": "Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2008). Bootstrap-based"
    " improvements for inference with clustered errors. Review of Economics and Statistics, 90(3), 414-427."
    " https://doi.org/10.1162/rest.90.3.414",
    "Cantor 1996": "Cantor, A. B. (1996). Sample-size calculations for Cohen's kappa. Psychological Methods, 1(2),"
    " 150-153. https://doi.org/10.1037/1082-989X.1.2.150",
    "Clauset, Newman and Moore 2004": "Clauset, A., Newman, M. E. J., & Moore, C. (2004). Finding community structure"
    " in very large networks. Physical Review E, 70(6), 066111. https://doi.org/10.1103/PhysRevE.70.066111",
    "Cochran 1977": "Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley.",
    "Cohen 1960": "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological"
    " Measurement, 20(1), 37-46. https://doi.org/10.1177/001316446002000104",
    "Cohen 1968": "Cohen, J. (1968). Weighted kappa: Nominal scale agreement with provision for scaled disagreement or"
    " partial credit. Psychological Bulletin, 70(4), 213-220. https://doi.org/10.1037/h0026256",
    "Cohn, Mehl and Pennebaker 2004": "Cohn, M. A., Mehl, M. R., & Pennebaker, J. W. (2004). Linguistic markers of"
    " psychological change surrounding September 11, 2001. Psychological Science, 15(10), 687-693."
    " https://doi.org/10.1111/j.0956-7976.2004.00741.x",
    "Conger 1980": "Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological"
    " Bulletin, 88(2), 322-328. https://doi.org/10.1037/0033-2909.88.2.322",
    "Damgaard and Weiner 2000": "Damgaard, C., & Weiner, J. (2000). Describing inequality in plant size or fecundity."
    " Ecology, 81(4), 1139-1142. https://doi.org/10.1890/0012-9658(2000)081[1139:DIIPSO]2.0.CO;2",
    "Davison and Hinkley 1997": "Davison, A. C., & Hinkley, D. V. (1997). Bootstrap methods and their application."
    " Cambridge University Press. https://doi.org/10.1017/CBO9780511802843",
    "Fleiss 1971": "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin,"
    " 76(5), 378-382. https://doi.org/10.1037/h0031619",
    "Fleiss, Cohen and Everitt 1969": "Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors"
    " of kappa and weighted kappa. Psychological Bulletin, 72(5), 323-327. https://doi.org/10.1037/h0028106",
    "Freeman 1977": "Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry, 40(1),"
    " 35-41. https://doi.org/10.2307/3033543",
    "Freeman 1979": "Freeman, L. C. (1979). Centrality in social networks: Conceptual clarification. Social Networks,"
    " 1(3), 215-239. https://doi.org/10.1016/0378-8733(78)90021-7",
    "Gwet 2008": "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high"
    " agreement. British Journal of Mathematical and Statistical Psychology, 61(1), 29-48."
    " https://doi.org/10.1348/000711006X126600",
    "Gwet 2014": "Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.",
    "Haberman 1973": "Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics, 29(1),"
    " 205-220. https://doi.org/10.2307/2529686",
    "Hanley and MacGibbon 2006": "Hanley, J. A., & MacGibbon, B. (2006). Creating non-parametric bootstrap samples"
    " using Poisson frequencies. Computer Methods and Programs in Biomedicine, 83(1), 57-62.",
    "Hesterberg 2015": "Hesterberg, T. C. (2015). What teachers should know about the bootstrap: Resampling in the"
    " undergraduate statistics curriculum. The American Statistician, 69(4), 371-386."
    " https://doi.org/10.1080/00031305.2015.1089789",
    "Holm 1979": "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of"
    " Statistics, 6(2), 65-70.",
    "Horowitz and Manski 2000": "Horowitz, J. L., & Manski, C. F. (2000). Nonparametric analysis of randomized"
    " experiments with missing covariate and outcome data. Journal of the American Statistical Association,"
    " 95(449), 77-84. https://doi.org/10.1080/01621459.2000.10473902",
    "Hutto and Gilbert 2014": "Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for"
    " sentiment analysis of social media text. Proceedings of the International AAAI Conference on Web and Social"
    " Media, 8(1), 216-225. https://doi.org/10.1609/icwsm.v8i1.14550",
    "Jaccard 1912": "Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11(2),"
    " 37-50. https://doi.org/10.1111/j.1469-8137.1912.tb05611.x",
    "Kacewicz et al. 2014": "Kacewicz, E., Pennebaker, J. W., Davis, M., Jeon, M., & Graesser, A. C. (2014). Pronoun"
    " use reflects standings in social hierarchies. Journal of Language and Social Psychology, 33(2), 125-143."
    " https://doi.org/10.1177/0261927X13502654",
    "Kleinberg 1999": "Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. Journal of the"
    " ACM, 46(5), 604-632. https://doi.org/10.1145/324133.324140",
    "Krippendorff 2011": "Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of"
    " Pennsylvania, Annenberg School for Communication.",
    "Mann and Whitney 1947": "Mann, H. B., & Whitney, D. R. (1947). On a test of whether one of two random variables"
    " is stochastically larger than the other. Annals of Mathematical Statistics, 18(1), 50-60."
    " https://doi.org/10.1214/aoms/1177730491",
    "Newcombe 1998": "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:"
    " Comparison of eleven methods. Statistics in Medicine, 17(8), 873-890."
    " https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    "Newman 2003": "Newman, M. E. J. (2003). Mixing patterns in networks. Physical Review E, 67(2), 026126."
    " https://doi.org/10.1103/PhysRevE.67.026126",
    "Newman et al. 2003": "Newman, M. L., Pennebaker, J. W., Berry, D. S., & Richards, J. M. (2003). Lying words:"
    " Predicting deception from linguistic styles. Personality and Social Psychology Bulletin, 29(5), 665-675."
    " https://doi.org/10.1177/0146167203029005010",
    "Passonneau 2006": "Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and"
    " pragmatic annotation. Proceedings of LREC, 831-836.",
    "Pennebaker, Chung, Frazee, Lavergne and Beaver 2014": "Pennebaker, J. W., Chung, C. K., Frazee, J., Lavergne, G."
    " M., & Beaver, D. I. (2014). When small words foretell academic success: The case of college admissions"
    " essays. PLOS ONE, 9(12), e115844. https://doi.org/10.1371/journal.pone.0115844",
    "Rayson and Garside 2000": "Rayson, P., & Garside, R. (2000). Comparing corpora using frequency profiling."
    " Proceedings of the Workshop on Comparing Corpora, 1-6. https://doi.org/10.3115/1117729.1117730",
    "Seidman 1983": "Seidman, S. B. (1983). Network structure and minimum degree. Social Networks, 5(3), 269-287."
    " https://doi.org/10.1016/0378-8733(83)90028-X",
    "Smithson 2003": "Smithson, M. (2003). Confidence intervals. Sage. https://doi.org/10.4135/9781412983761",
    "Takes and Kosters 2011": "Takes, F. W., & Kosters, W. A. (2011). Determining the diameter of small world"
    " networks. Proceedings of CIKM, 1191-1196. https://doi.org/10.1145/2063576.2063748",
    "Traag et al. 2019": "Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: Guaranteeing"
    " well-connected communities. Scientific Reports, 9, 5233. https://doi.org/10.1038/s41598-019-41695-z",
    "Wilson 1927": "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference."
    " Journal of the American Statistical Association, 22(158), 209-212."
    " https://doi.org/10.1080/01621459.1927.10502953",
}
"""By author and year, as pages cite them, in the order of the list."""


def _form_of(cited: str) -> re.Pattern[str]:
    """How a work is cited: ``Cohen 1960`` or ``Cohen (1960)``, and not among the authors of another.

    The authors come first, for which Python's re looks many times faster than for what must not stand before them.
    """
    authors, _, year = cited.rpartition(" ")
    escaped = re.escape(authors)
    return re.compile(rf"{escaped}(?<![\w-]{escaped}),? \(?{year}\b")


_FORMS = {cited: _form_of(cited) for cited in REFERENCES}


def cited_in(page: str) -> list[str]:
    """The works that a page cites, by author and year, in the order of the list.

    Args:
        page: its HTML.
    """
    text = " ".join(unescape(_TAG.sub(" ", page)).split())
    return [cited for cited, form in _FORMS.items() if form.search(text)]


def with_references(page: str) -> str:
    """A page with the list of the works that it cites in its place.

    Args:
        page: its HTML, with ``PLACE`` in it.
    """
    listed = Markup("").join(Markup("<li>{}</li>").format(REFERENCES[one]) for one in cited_in(page))
    return page.replace(str(PLACE), f"<ul>{listed}</ul>")
