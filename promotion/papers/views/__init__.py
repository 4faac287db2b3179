"""Pages of papers: what can be made for a project or a contract, and the templates."""
