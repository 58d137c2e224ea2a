-- A row is a measure of a window, for all windows of the study.
select measure, unit, definition, collection_window, value, rests_on
from window_trends
order by measure, collection_window
