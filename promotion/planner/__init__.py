"""The release planner: who gets what of a tranche, by which rules, compared before anything is proposed."""
