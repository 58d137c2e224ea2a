-- A row is a computed variable whose rule agrees with people less than the study asks of coders.
select variable, value, threshold
from computed_agreement
where collection_window = $collection_window and category = 'all categories' and round(value, 9) < threshold
order by variable
limit $rows
