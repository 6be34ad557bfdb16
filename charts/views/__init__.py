"""Charts of the views: one module a view, each chart one registered function that returns a ChartSpec."""
