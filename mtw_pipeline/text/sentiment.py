from typing import NamedTuple
class Scores(NamedTuple):
    negative: float; neutral: float; positive: float; compound: float
def vader_scores(texts):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    a=SentimentIntensityAnalyzer(); m={}
    for t in texts:
        if t not in m:
            s=a.polarity_scores(t); m[t]=Scores(s['neg'],s['neu'],s['pos'],s['compound'])
    return [m[t] for t in texts]
def label(c): return 'positive' if c>=.05 else 'negative' if c<=-.05 else 'neutral'
def scorer_name(): return 'vader'
