-- A row is a category among all tweets of the frame, estimated from machine codes.
select variable, category, frame_tweets, percent_proposed, percent_corrected, low, high
from machine_estimates
where collection_window = $collection_window
order by variable, percent_corrected desc, category
