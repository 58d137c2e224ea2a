"""The table of how agreement went as the coding went on. Agreement at its end: coding.py."""

from mtw_pipeline.warehouse.tables.coding_columns import HIGH, LOW, VALUE, percent, stated, variable
from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Table, Type, count

AGREEMENT_OVER_TIME = Table(
    name="agreement_over_time",
    row="a tenth of the reliability set, in the order in which its tweets were coded, for one variable",
    stage="coding",
    key=("collection_window", "variable", "tenth"),
    expects_rows="perhaps",
    filled_from=("coding/comparable_codes", "coding/drawn_tweets"),
    columns=(
        COLLECTION_WINDOW,
        variable(),
        Column("tenth", Type.INTEGER, "Which tenth, the first coded first", required=True, minimum=1, maximum=10),
        Column("tweets", Type.INTEGER, "Its tweets that several coded", required=True, minimum=1, unit="tweets"),
        count("alike_tweets", "Those to which all who coded them gave the same", "tweets", required=True),
        percent("percent_alike", "Percent of its tweets", required=True),
        percent("alike_low", "Lower end of the 95 % interval (Wilson 1927)", required=True),
        percent("alike_high", "Upper end of the 95 % interval (Wilson 1927)", required=True),
        Column(
            "differ_later",
            Type.NUMBER,
            "Up to here, how often a tweet that coders differ on came after one coded alike: 0.5 without drift",
            minimum=0,
            maximum=1,
        ),
        Column(
            "p_value", Type.NUMBER, "p of that (Mann and Whitney 1947, exact for small numbers)", minimum=0, maximum=1
        ),
        stated("measure", "The measure of agreement that decides", required=True),
        count("units", "Tweets up to here that several coded", "tweets", required=True),
        VALUE,
        LOW,
        HIGH,
        Column("threshold", Type.NUMBER, "From which value on the variable is reported", required=True),
        count(
            "further_tweets",
            "How many more tweets several must code until the whole interval reaches the threshold (Cantor 1996)",
            "tweets",
        ),
        stated("outlook", "What that rests on, or why there is no number", required=True),
    ),
)
