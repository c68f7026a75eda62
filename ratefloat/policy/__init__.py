"""Float policies: the document, its derived decision table, deciding, and rating a book."""
