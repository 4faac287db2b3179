"""Who may do what, and what each person can see: permissions, actor, scope, guard."""
