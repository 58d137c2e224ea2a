-- A row is a measure of a window beside the same measure of the window before.
-- collection_window: First and last day, both included, UTC
-- topic: What the measure is of
-- measure: The measure
-- term: The word, hashtag or category that it is of; empty where it is of none
-- value: Its value in this window; NULL where the exports do not tell it of all tweets
-- low: Lower end of its 95 % interval; NULL where it has none. Without a value: that of the least that it can be
-- high: Upper end of its 95 % interval; without a value: that of the most that it can be
-- value_before: Its value in the window before; NULL in the first window
-- change: value - value_before
-- change_low: Lower end of the change's 95 % interval
-- change_high: Upper end of the change's 95 % interval
-- p_value: p of no change, by itself
-- p_holm: p after Holm over all tests of the topic
-- unit: Unit of the value
-- definition: What was counted
select
    window_trends.collection_window,
    window_trends.topic,
    window_trends.measure,
    window_trends.term,
    window_trends.value,
    window_trends.low,
    window_trends.high,
    window_changes.value_before,
    window_changes.difference as change,
    window_changes.low as change_low,
    window_changes.high as change_high,
    window_changes.p_value,
    window_changes.p_holm,
    window_trends.unit,
    window_trends.definition
from window_trends
left join window_changes
    on window_changes.collection_window = window_trends.collection_window
    and window_changes.topic = window_trends.topic
    and window_changes.measure = window_trends.measure
    and window_changes.term = window_trends.term
order by window_trends.topic, window_trends.measure, window_trends.term, window_trends.collection_window
