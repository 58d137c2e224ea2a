-- A row is a kind of engagement with the sampled tweets.
select metric, sampled_tweets, known_tweets, mean, lower_quartile, median, upper_quartile, maximum
from engagement_summary
where collection_window = $collection_window
order by list_position(['likes', 'shares', 'comments'], metric)
