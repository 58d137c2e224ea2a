-- A row is the window's sample as a whole; a window without one has no sampled tweets and nothing else known. A sample
-- without strata is a simple one, also where an earlier version of the program froze it, which did not say.
select
    count(*) as sampled,
    max(seed) as seed,
    max(frame_size) as frame_size,
    max(frame_md5) as frame_md5,
    count(*) filter (where is_reliability) as reliability_tweets,
    case when count(*) > 0 and count(stratum) = 0 then 'nothing' else max(stratified_by) end as stratified_by,
    bool_and(with_retweets) as with_retweets,
    max(of_languages) as of_languages
from sample
where collection_window = $collection_window
