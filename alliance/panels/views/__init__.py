"""Pages of panels. What is hidden from a person is 404, not 403: a refusal would say that it exists."""
