"""The rules of Scripts/tidy. Each `check…` takes a path and a text and returns lines `path:line: what`."""
