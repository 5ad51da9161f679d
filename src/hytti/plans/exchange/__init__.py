"""A plan as one table, out and in: a row for each worry, priority, goal, action and figure, in the plan's order."""
