-- A row is a measure of a window, for all windows of the study.
select topic, measure, term, unit, definition, collection_window as window, value, low, high, method, rests_on
from window_trends
order by topic, measure, term, collection_window
