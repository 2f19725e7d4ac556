"""From facts to documents: the report for people, the same facts for computers, the packages."""
