"""Front room: reports as declarations laid over the tables of the counting room."""
