"""Practice data: an invented country at work from 2021 to today, whose sums meet what was published of the real one."""
