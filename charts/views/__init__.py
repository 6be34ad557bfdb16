"""Charts of the views: a module or a folder a view, each chart one registered function that returns a ChartSpec."""
