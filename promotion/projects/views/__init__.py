"""Pages of projects: the list, one project, and the forms that change it."""
