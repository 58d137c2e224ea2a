-- A row is a named list of words, with its ten most used words of the window, the most used first.
select
    totals.list,
    totals.kind,
    totals.terms,
    totals.distinct_words,
    totals.uses,
    totals.tweets,
    totals.posters,
    totals.percent_of_tweets,
    coalesce(list(uses.word order by uses.rank) filter (where uses.rank <= 10), []) as words
from word_list_totals as totals
left join word_list_uses as uses
    on uses.collection_window = totals.collection_window
    and uses.list = totals.list
where totals.collection_window = $collection_window
group by all
order by totals.kind, totals.list
